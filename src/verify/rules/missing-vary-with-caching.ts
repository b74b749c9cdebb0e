import { type Answer, headerOf, isUnknown } from '../../emulator';
import type { App, Cause, Page, Rule } from '../app';
import { type Edge, edgeName, edgesOf, allowedPagesOf, keeps } from '../edges';
import { addressOf } from '../questions';
import { FILE } from '../shared-cache';
import { publicUrl, samplePath } from '../targets';

/** Caches on the way, that of the browser first, tell answers apart by `Vary` alone. */
export const missingVaryWithCaching: Rule = {
  id: 'missing-vary-with-caching',
  severity: 'warning',
  title: 'an answer that may be kept depends on Origin, and has no Vary: Origin',
  fix: {
    cdk: "ApiBehavior.forRestApi(api, { cors: CorsPolicy.forOrigins('https://app.example.com', 'https://admin.example.com') }).addTo(distribution, '/api');",
    cloudFormation: [
      'FunctionCode: |',
      '  function handler(event) {',
      "    var allowed = ['https://app.example.com', 'https://admin.example.com'];",
      '    var origin = event.request.headers.origin;',
      '    var response = event.response;',
      "    response.headers.vary = { value: 'Origin' };",
      "    if (origin && allowed.includes(origin.value)) response.headers['access-control-allow-origin'] = { value: origin.value };",
      '    return response;',
      '  }',
    ].join('\n'),
  },
  * inspect(app) {
    yield* bucketsWithoutVary(app);
    for (const edge of edgesOf(app).filter(keeps)) {
      const route = edge.entrance.routes.find(({ behavior, method }) => behavior === edge.behavior.pathPattern && (method === 'GET' || method === '*'));
      const [a, b] = route === undefined ? [] : allowedPagesOf(edge, route, app);
      if (route === undefined || b === undefined) continue;
      const [first, second] = [a, b].map((page) => answerTo(page, edge, route.path, app));
      if (!isFor(first, a) || !isFor(second, b) || varies(second)) continue;
      const associated = edge.behavior.functions.get('viewer-response');
      yield {
        resource: associated === undefined || isUnknown(associated) ? edge.entrance.resource : associated.resource,
        property: associated === undefined || isUnknown(associated) ? edge.property : undefined,
        message: `${edgeName(edge)} answers ${a.origin} and ${b.origin} each with its own Access-Control-Allow-Origin and without Vary: Origin, and answers are kept`,
        evidence: [app.ask({ page: b.origin, ...addressOf(edge.entrance, samplePath(route.path)), answer: { status: 200 } })],
      };
    }
  },
};

/** Rule 114: a bucket says Vary where Origin came. A browser that loaded the file by an element keeps the answer without headers, and gives it to fetch, too. */
function* bucketsWithoutVary(app: App): Generator<Cause> {
  for (const edge of edgesOf(app).filter((each) => keeps(each) && isForAnyPage(each) && !isForFonts(each))) {
    const route = edge.entrance.routes.find(({ behavior, method }) => behavior === edge.behavior.pathPattern && (method === 'GET' || method === '*'));
    const [page] = route === undefined ? [] : allowedPagesOf(edge, route, app);
    if (route === undefined || page === undefined) continue;
    const [plain, shared] = [undefined, page].map((each) => answerTo(each, edge, route.path, app));
    if (headerOf(plain.headers, 'access-control-allow-origin') !== undefined || varies(plain)) continue;
    if (headerOf(shared.headers, 'access-control-allow-origin') === undefined || !shared.via.some(({ kind }) => kind === 'bucket')) continue;
    yield {
      resource: edge.entrance.resource,
      property: edge.property,
      message: `${edgeName(edge)} answers requests without Origin with neither Access-Control-Allow-Origin nor Vary: a browser that loaded a file by <img> or <link> keeps that answer, ` +
        `and refuses it to ${page.origin} for crossorigin and fetch`,
      fix: BUCKET_VARY,
      evidence: [app.ask({ page: page.origin, ...addressOf(edge.entrance, samplePath(route.path)), answer: { status: 200 } })],
    };
  }
}

/** A bucket whose rules are for any page: what is kept without the header could have had it. Rules that name pages are mostly for what these fetch alone. */
function isForAnyPage({ origin }: Edge): boolean {
  const rules = origin?.bucket?.bucket.corsRules;
  return rules !== undefined && !isUnknown(rules) && rules.some(({ allowedOrigins }) => !isUnknown(allowedOrigins) && allowedOrigins.includes('*'));
}

/** Fonts are always loaded with CORS. */
function isForFonts({ behavior: { pathPattern }, origin }: Edge): boolean {
  return /fonts?\b|\.(?:woff2?|ttf|otf|eot)$/i.test(pathPattern) || /^fonts?/i.test(origin?.bucket?.bucket.resource.logicalId ?? '');
}

const BUCKET_VARY = {
  cdk: [
    "new cloudfront.ResponseHeadersPolicy(this, 'Vary', {",
    "  customHeadersBehavior: { customHeaders: [{ header: 'Vary', value: 'Origin', override: false }] },",
    '});',
  ].join('\n'),
  cloudFormation: [
    'Vary: # and ResponseHeadersPolicyId: !Ref Vary in the behavior',
    '  Type: AWS::CloudFront::ResponseHeadersPolicy',
    '  Properties:',
    '    ResponseHeadersPolicyConfig:',
    '      Name: vary-by-origin',
    '      CustomHeadersConfig:',
    '        Items: [{ Header: Vary, Value: Origin, Override: false }]',
  ].join('\n'),
};

function answerTo(page: Page | undefined, { entrance }: Edge, path: string, { emulator }: App): Answer {
  return emulator.with({ objects: () => FILE })
    .send({ url: `${publicUrl(entrance)}${samplePath(path)}`, headers: page === undefined ? {} : { origin: page.origin } }, { answer: { status: 200, headers: [['Cache-Control', 'max-age=60']] } });
}

function isFor({ headers }: Answer, { origin }: Page): boolean {
  return headerOf(headers, 'access-control-allow-origin') === origin;
}

/** Whether it says that it depends on Origin, or that is unknown: of policies (rule 97) and HTTP APIs (rule 73) that isn't recorded. */
function varies({ headers, moreHeaders, notes }: Answer): boolean {
  const isOpen = (moreHeaders !== undefined && !moreHeaders.except.includes('vary')) || notes.some(({ rule }) => rule === 97 || rule === 73);
  return isOpen || /(?:^|,)\s*(?:origin|\*)\s*(?:,|$)/i.test(headerOf(headers, 'vary') ?? '');
}
