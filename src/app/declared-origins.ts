import { type Emulator, headerOf, isUnknown, type Resolved, type TemplateResource } from '../emulator';

/** Types of resources that name origins, or whose code or templates compare with them. */
const NAMING = [
  'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Method', 'AWS::ApiGateway::GatewayResponse', 'AWS::ApiGatewayV2::Api', 'AWS::S3::Bucket',
  'AWS::CloudFront::ResponseHeadersPolicy', 'AWS::CloudFront::Function', 'AWS::Lambda::Function',
];
/** An origin that stands by itself: what goes on with a path is a URL, not an origin. */
const ORIGIN = /https?:\/\/(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)*[a-z\d](?:[a-z\d-]*[a-z\d])?(?::\d{1,5})?(?![\w./:*?#@\\-])/g;
/** A template may name a great many. */
const MAX_OFFERED = 50;
/** Routes of an entrance that are asked whether they allow an origin. */
const MAX_ROUTES = 20;

/**
 * The origins whose pages an app lets call it, as far as its templates tell: each origin that they name, and that some preflight then allows or a CORS
 * configuration lists.
 */
export function declaredOrigins(emulator: Emulator): string[] {
  const { model } = emulator;
  const listed = new Set([
    ...model.ofType('AWS::ApiGatewayV2::Api').flatMap(({ properties }) => originsIn(properties.CorsConfiguration)),
    ...model.ofType('AWS::S3::Bucket').flatMap(({ properties }) => originsIn(properties.CorsConfiguration)),
    ...model.ofType('AWS::CloudFront::ResponseHeadersPolicy').flatMap(({ properties }) => originsIn(properties.ResponseHeadersPolicyConfig)),
    ...model.ofType('AWS::ApiGateway::GatewayResponse').flatMap(({ properties }) => originsIn(properties.ResponseParameters)),
  ]);
  const named = new Set(NAMING.flatMap((type) => model.ofType(type)).flatMap(originsOf));
  const candidates = [...new Set([...listed, ...named])].slice(0, MAX_OFFERED);
  return candidates.filter((origin) => emulator.entranceOf(origin) === undefined && (listed.has(origin) || isAllowed(origin, emulator)));
}

function originsOf({ properties }: TemplateResource): string[] {
  return Object.values(properties).flatMap(originsIn);
}

function originsIn(value: Resolved): string[] {
  if (typeof value === 'string') return value.match(ORIGIN) ?? [];
  if (isUnknown(value) || typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(originsIn);
}

/** Whether a preflight of one of the routes names the origin. */
function isAllowed(origin: string, emulator: Emulator): boolean {
  return emulator.entrances.some(({ url, routes }) => routes.slice(0, MAX_ROUTES).some(({ method, path }) => {
    const asked = method === '*' || method === 'OPTIONS' ? 'GET' : method;
    const headers = { 'origin': origin, 'access-control-request-method': asked };
    const answer = emulator.send({ method: 'OPTIONS', url: `${url}${path.replace(/\{[^{}]*\}|\*/g, 'x')}`, headers });
    return headerOf(answer.headers, 'access-control-allow-origin') === origin;
  }));
}
