import type { TemplateResource } from '../../emulator';
import type { CorsConfiguration } from '../../emulator/http-api';

/** Where the CORS configuration of an HTTP API stands, below the API: in a property of its own, or in the document. */
export function corsProperty({ path: api }: TemplateResource, { path }: CorsConfiguration): string {
  return path.startsWith(`${api}/`) ? path.slice(api.length + 1) : 'Properties/CorsConfiguration';
}
