import { Token } from 'aws-cdk-lib';
import { checkType, checkTypes } from './check-types';
import { isPartialPattern, LABEL, literal, MAX_LABELS, partialPattern } from './origin-pattern';
import { checkOrigin } from './origin-syntax';
import { refusePublicSuffix } from './public-suffix';
import { refuse, shown } from './refusal';

/** How many labels a subdomain pattern stands for. */
export enum SubdomainDepth {
  /** Exactly one label: `https://*.example.com` is `https://a.example.com`, not `https://a.b.example.com`. */
  ONE_LABEL = 'ONE_LABEL',
  /** One label or more: `https://**.example.com` is `https://a.example.com` and `https://a.b.example.com`. */
  ANY = 'ANY',
}

/** Options of `CorsOrigin.subdomainsOf`. */
export interface SubdomainOptions {
  /**
   * How many labels may stand before the domain.
   *
   * @default SubdomainDepth.ONE_LABEL
   */
  readonly depth?: SubdomainDepth;
}

/**
 * The origins of pages that may call: one, or those that match a pattern.
 *
 * An origin is what a browser sends in the `Origin` header: scheme, host and, where it isn't the scheme's default, port.
 *
 * @see https://fetch.spec.whatwg.org/#origin-header
 */
export class CorsOrigin {
  /**
   * Exactly this origin.
   *
   * International host names are turned into the form that browsers send (`https://bücher.example` becomes
   * `https://xn--bcher-kva.example`). A value that is only known at deploy time is accepted.
   *
   * @param origin scheme, host and port, e.g. `https://app.example.com` or `http://localhost:5173`. Throws for `*`,
   * `null`, a path or a trailing slash, user info, a missing scheme, the scheme's default port, upper case, patterns
   */
  public static exact(origin: string): CorsOrigin {
    if (typeof origin === 'string' && Token.isUnresolved(origin)) return new CorsOrigin(origin, origin);
    const serialized = checkOrigin(origin);
    return new CorsOrigin(serialized, serialized);
  }

  /**
   * The subdomains of a domain, without the domain itself.
   *
   * Never matches a domain that merely ends alike (`https://evilexample.com`) or continues
   * (`https://example.com.evil.net`). REST APIs, `WebApp` and CloudFront can match it; HTTP APIs can't and refuse it.
   *
   * @param origin the origin of the domain, e.g. `https://preview.example.com` for `https://pr-7.preview.example.com`. Throws for
   * what `CorsOrigin.exact` refuses, values that aren't known at synth, IP addresses, and names with a single label such as `com`
   */
  public static subdomainsOf(origin: string, options: SubdomainOptions = {}): CorsOrigin {
    if (typeof origin === 'string' && Token.isUnresolved(origin)) {
      refuse('tokenPattern',
        'CorsOrigin.subdomainsOf needs a domain that is known at synth, since the pattern is written into templates; ' +
        'write the domain as text, or use CorsOrigin.exact for a value that is known at deploy time');
    }
    checkTypes('the options of CorsOrigin.subdomainsOf', options, {});
    if (options.depth !== undefined && !Object.values(SubdomainDepth).includes(options.depth)) {
      refuse('unknownDepth', `depth must be SubdomainDepth.ONE_LABEL or SubdomainDepth.ANY, got ${shown(options.depth)}`);
    }
    const serialized = checkOrigin(origin);
    const [scheme, authority] = serialized.split('://');
    const host = authority.replace(/:[0-9]+$/, '');
    if (host.startsWith('[') || /^[0-9.]+$/.test(host)) {
      refuse('subdomainsOfAddress', `CorsOrigin.subdomainsOf got the address ${shown(origin)}, which has no subdomains; use CorsOrigin.exact`);
    }
    if (!host.includes('.') && host !== 'localhost') {
      refuse('subdomainsOfTopLevel',
        `CorsOrigin.subdomainsOf(${shown(origin)}) would allow every domain under ${shown(host)}; name a domain of yours, such as https://example.com`);
    }
    refusePublicSuffix(origin, host);
    const labels = options.depth === SubdomainDepth.ANY ? `(?:${LABEL}){1,${MAX_LABELS}}` : LABEL;
    const stars = options.depth === SubdomainDepth.ANY ? '**' : '*';
    return new CorsOrigin(`${scheme}://${stars}.${authority}`, undefined, `${scheme}://${labels}${literal(authority)}`);
  }

  /**
   * Pages on this machine, on any port: `http` and `https`, `localhost` and `127.0.0.1`. For development.
   *
   * REST APIs, `WebApp` and CloudFront can match it; HTTP APIs can't and refuse it: name each port there, such as
   * `CorsOrigin.exact('http://localhost:5173')`.
   */
  public static localhost(): CorsOrigin {
    return new CorsOrigin('http://localhost:*', undefined, 'https?://(?:localhost|127[.]0[.]0[.]1)(?::[0-9]{1,5})?');
  }

  /**
   * What a person would write: `https://app.example.com`, `https://*.example.com` (one label), `https://**.example.com`
   * (one or more), `https://pr-*.example.com` (a part of a label), `http://localhost:*`, `https://localhost:*` or `http://127.0.0.1:*`.
   *
   * Within a label a `*` stands for one or more letters, digits and hyphens, never for a dot. On a domain where everybody may take a name, write what
   * only yours have: `https://*--shop.netlify.app` are the previews of one site, while `https://shop-*.netlify.app` is anyone's. `http://localhost:*` is
   * `CorsOrigin.localhost()`; the other two are that scheme and host alone. HTTP APIs and function URLs can match no pattern and refuse it.
   *
   * @param text the origin or pattern. Throws for what the other factories refuse, a `*` in the last two labels, and a `*` anywhere else
   */
  public static parse(text: string): CorsOrigin {
    if (typeof text !== 'string' || Token.isUnresolved(text)) return CorsOrigin.exact(text);
    if (text === 'http://localhost:*') return CorsOrigin.localhost();
    const pattern = /^([a-z][a-z0-9+.-]*:\/\/)(\*\*?)\.([^*]+)$/.exec(text);
    if (pattern) {
      const depth = pattern[2] === '**' ? SubdomainDepth.ANY : SubdomainDepth.ONE_LABEL;
      return CorsOrigin.subdomainsOf(pattern[1] + pattern[3], { depth });
    }
    return isPartialPattern(text) ? new CorsOrigin(text, undefined, partialPattern(text)) : CorsOrigin.exact(text);
  }

  /**
   * Every origin. Reached through `CorsPolicy.unsafelyAllowAnyOrigin()`, where the risk is in the name.
   *
   * @internal
   */
  public static _any(): CorsOrigin {
    return new CorsOrigin('*', undefined, '.*');
  }

  /** The origin as browsers send it, or the pattern as people write it; `*` for any. */
  public readonly value: string;

  /**
   * The one origin that matches; undefined for a pattern.
   *
   * @internal
   */
  public readonly _exact?: string;

  /**
   * A pattern for the whole origin in the regular expressions that JavaScript and Java share. It has no backslash, dollar, hash or quote,
   * so that it can stand in a JSON text, a Velocity string and JavaScript alike. Undefined for an exact origin.
   *
   * @internal
   */
  public readonly _pattern?: string;

  private constructor(value: string, exact?: string, pattern?: string) {
    this.value = value;
    this._exact = exact;
    this._pattern = pattern;
  }

  /**
   * Whether a page with this origin is meant.
   *
   * @param origin the value of an `Origin` header
   */
  public matches(origin: string): boolean {
    checkType('the origin of matches', origin, 'text');
    return this._pattern === undefined ? origin === this._exact : new RegExp(`^(?:${this._pattern})$`).test(origin);
  }

  /** The origin or pattern as text. */
  public toString(): string {
    return this.value;
  }
}
