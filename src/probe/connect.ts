import { lookup as lookUp, type LookupAddress } from 'node:dns';
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { RequestFailed } from './live-answer';
import { isPrivateAddress } from './private-addresses';

/** How a server is reached. */
export interface ConnectOptions {
  /** Whether it may have a private address. */
  readonly mayBePrivate: boolean;
  /** Whether a certificate that browsers refuse is taken all the same. */
  readonly insecure: boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** A connection to a server, over which one request may go. */
export interface Connection {
  readonly socket: Socket;
  readonly protocol: 'h2' | 'http/1.1';
  readonly isPrivate: boolean;
}

/**
 * Connects to the server of a URL: HTTP/2 where a https server has it, as browsers do, else HTTP/1.1.
 *
 * @throws a RequestFailed that says why not
 */
export function connect(url: URL, { mayBePrivate, insecure, signal }: ConnectOptions): Promise<Connection> {
  const isSecure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (isSecure ? 443 : 80));
  const options = { host, port, lookup: publicOnly(mayBePrivate), signal };
  return new Promise((resolve, reject) => {
    if (isIP(host) !== 0 && !mayBePrivate && isPrivateAddress(host)) return reject(privateAddress(host, host));
    const socket = isSecure
      ? connectTls({ ...options, servername: isIP(host) === 0 ? host : '', ALPNProtocols: ['h2', 'http/1.1'], rejectUnauthorized: !insecure })
      : connectTcp(options);
    const abort = () => socket.destroy(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', abort));
    socket.once('error', (error) => reject(failureOf(error, url)));
    socket.once(isSecure ? 'secureConnect' : 'connect', () => resolve({
      socket,
      protocol: 'alpnProtocol' in socket && socket.alpnProtocol === 'h2' ? 'h2' : 'http/1.1',
      isPrivate: isPrivateAddress(socket.remoteAddress ?? '0.0.0.0'),
    }));
  });
}

/** Looks up a name. Its addresses are checked where they are used, so that a second look-up can't give others. */
function publicOnly(mayBePrivate: boolean): LookupFunction {
  return (hostname, options, callback) => lookUp(hostname, { ...options, all: true }, (error, addresses: LookupAddress[] = []) => {
    const found = addresses.find(({ address }) => !mayBePrivate && isPrivateAddress(address));
    const failed = error ?? (found && privateAddress(hostname, found.address));
    if (failed) return callback(failed, '', 0);
    return options.all === true ? callback(null, addresses) : callback(null, addresses[0].address, addresses[0].family);
  });
}

function privateAddress(host: string, address: string): RequestFailed {
  const where = host === address ? `${host} is` : `${host} has`;
  return new RequestFailed('private', `${where} a private address${host === address ? '' : `, ${address}`}: the URL that is asked isn't, so nothing is sent there`);
}

/** Errors of certificates, as browsers see them. */
const CERTIFICATES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'is signed by an authority that browsers don\'t know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'is signed by an authority that browsers don\'t know, or its chain is incomplete',
  UNABLE_TO_GET_ISSUER_CERT: 'is signed by an authority that browsers don\'t know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'is signed by an authority that browsers don\'t know, or its chain is incomplete',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'isn\'t valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
};

/** Why a connection failed, in a sentence. */
export function failureOf(error: unknown, { host, hostname, protocol }: URL): RequestFailed {
  if (error instanceof RequestFailed) return error;
  const { code = '', message = String(error), errors } = error as NodeJS.ErrnoException & { errors?: readonly unknown[] };
  // where a name has several addresses, each has its own error
  if (code === '' && errors !== undefined && errors.length > 0) return failureOf(errors[0], new URL(`${protocol}//${host}`));
  if (code in CERTIFICATES) {
    return new RequestFailed('tls', `the certificate of ${host} ${CERTIFICATES[code]} (${code}): browsers refuse it before CORS matters`);
  }
  switch (code) {
    case 'ENOTFOUND': return new RequestFailed('dns', `there is no host ${hostname}`);
    case 'EAI_AGAIN': case 'ENODATA': case 'ESERVFAIL': case 'EAI_FAIL': return new RequestFailed('dns', `the name ${hostname} can't be looked up (${code})`);
    case 'ECONNREFUSED': return new RequestFailed('refused', `nothing listens at ${host}: the connection is refused`);
    case 'EHOSTUNREACH': case 'ENETUNREACH': case 'EADDRNOTAVAIL': return new RequestFailed('refused', `${host} can't be reached (${code})`);
    case 'ETIMEDOUT': return new RequestFailed('timeout', `${host} doesn't answer`);
    case 'ECONNRESET': case 'EPIPE': case 'ECONNABORTED': return new RequestFailed('closed', `${host} closed the connection without an answer`);
  }
  if (code === 'EPROTO' || /^ERR_(?:SSL|TLS)/.test(code)) {
    const plain = /wrong version number|packet length too long|http request/i.test(message) ? `: it isn't a https server; try http://${host}` : '';
    return new RequestFailed('tls', `no TLS connection to ${host} is made (${code})${plain}`);
  }
  if (/^HPE_|^ERR_HTTP|^ERR_INVALID_CHAR/.test(code)) return new RequestFailed('malformed', `what ${host} answers isn't HTTP that a browser can read (${code})`);
  return new RequestFailed('closed', `the request to ${host} failed${code === '' ? '' : ` (${code})`}`);
}
