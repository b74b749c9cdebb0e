/** Schemes whose pages have no origin of their own: browsers send `null` for all of them. */
export const OPAQUE_SCHEMES: readonly string[] = ['about', 'blob', 'data', 'file', 'filesystem', 'javascript', 'mailto', 'view-source'];

/** Schemes of app shells and extensions that people write beside https. */
export const APP_SCHEMES: readonly string[] = [
  'app', 'app-shell', 'capacitor', 'capacitor-electron', 'chrome-extension', 'extension', 'ionic', 'moz-extension', 'ms-browser-extension', 'safari-web-extension', 'tauri',
  'vscode-webview', 'wails', 'webviewhttps',
];

/**
 * The origin of a page as browsers send it; undefined if no page has it.
 *
 * The URL standard gives schemes that it doesn't know an opaque origin. Yet app shells (`capacitor://localhost`, `tauri://localhost`) and extensions
 * (`chrome-extension://…`) register theirs as standard schemes, and their engines send scheme and host.
 *
 * @see https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export function originOfPage(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { origin, protocol, host } = new URL(url);
  if (origin !== 'null' || host === '' || OPAQUE_SCHEMES.includes(protocol.slice(0, -1))) return origin;
  return `${protocol}//${host}`;
}
