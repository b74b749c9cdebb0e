import type { EmulatedEntrance, Resolved, TemplateResource } from '../../emulator';
import type { App, Rule } from '../app';
import { at } from '../declaring-layers';
import { needsPreflight } from '../inquiry';
import { targetsOf } from '../targets';
import { WEB_APP } from './fixes';

/** What asks for certificates: the property below the resource. */
const ASKING: ReadonlyArray<readonly [type: string, names: readonly string[], isAsked: (value: Resolved) => boolean]> = [
  ['AWS::ApiGateway::DomainName', ['MutualTlsAuthentication', 'TruststoreUri'], (value) => value !== undefined && value !== ''],
  ['AWS::ApiGatewayV2::DomainName', ['MutualTlsAuthentication', 'TruststoreUri'], (value) => value !== undefined && value !== ''],
  ['AWS::CloudFront::Distribution', ['DistributionConfig', 'ViewerMtlsConfig', 'Mode'], (value) => value === 'required'],
];

/** Rule 154: browsers send no certificate with a preflight. */
export const preflightNeedsClientCertificate: Rule = {
  id: 'preflight-needs-client-certificate',
  severity: 'error',
  title: 'pages call a domain that asks for a client certificate, which no preflight has',
  fix: {
    cdk: `// for pages: no mutual TLS, and no preflights where site and API are one origin\n${WEB_APP}`,
    cloudFormation: [
      '# a domain name for pages, without MutualTlsAuthentication; the other one stays for servers',
      'PagesDomain:',
      '  Type: AWS::ApiGatewayV2::DomainName',
      '  Properties:',
      '    DomainName: pages-api.example.com',
      '    DomainNameConfigurations:',
      '      - CertificateArn: !Ref Certificate',
    ].join('\n'),
  },
  * inspect(app) {
    for (const [type, names, isAsked] of ASKING) {
      for (const resource of app.emulator.model.ofType(type).filter(({ properties }) => isAsked(at(properties, names)))) {
        const entrance = app.emulator.entrances.find((each) => isBehind(resource, each));
        const asked = entrance && preflightedBy(entrance, app);
        if (entrance === undefined || asked === undefined) continue;
        yield {
          resource,
          property: ['Properties', ...names.slice(0, -1)].join('/'),
          message: `${hostOf(resource, entrance)} asks for a client certificate, and browsers send none with a preflight: ${asked.page} can't call ${asked.route}, whatever certificate the user has`,
        };
      }
    }
  },
};

function isBehind(resource: TemplateResource, { resource: own, url, aliases }: EmulatedEntrance): boolean {
  const name = resource.properties.DomainName;
  return own === resource || (typeof name === 'string' && [url, ...aliases].some((each) => new URL(each).hostname === name.toLowerCase()));
}

function hostOf({ properties: { DomainName: name } }: TemplateResource, { url }: EmulatedEntrance): string {
  return typeof name === 'string' ? name : new URL(url).hostname;
}

/** A page elsewhere that may call, and a route that it calls with a preflight. */
function preflightedBy(entrance: EmulatedEntrance, app: App): { readonly page: string; readonly route: string } | undefined {
  for (const target of targetsOf(entrance).filter(needsPreflight)) {
    const page = app.pagesOf(entrance, target.route).find(({ role }) => role === 'declared');
    if (page !== undefined) return { page: page.origin, route: `${target.method} ${target.route.path}` };
  }
  return undefined;
}
