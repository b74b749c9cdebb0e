import { type Answer, headerOf, isUnknown } from '../../emulator';
import type { App, Page, Rule } from '../app';
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

function answerTo({ origin }: Page, { entrance }: Edge, path: string, { emulator }: App): Answer {
  return emulator.with({ objects: () => FILE })
    .send({ url: `${publicUrl(entrance)}${samplePath(path)}`, headers: { origin } }, { answer: { status: 200, headers: [['Cache-Control', 'max-age=60']] } });
}

function isFor({ headers }: Answer, { origin }: Page): boolean {
  return headerOf(headers, 'access-control-allow-origin') === origin;
}

/** Whether it says that it depends on Origin, or that is unknown: of policies (rule 97) and HTTP APIs (rule 73) that isn't recorded. */
function varies({ headers, moreHeaders, notes }: Answer): boolean {
  const isOpen = (moreHeaders !== undefined && !moreHeaders.except.includes('vary')) || notes.some(({ rule }) => rule === 97 || rule === 73);
  return isOpen || /(?:^|,)\s*(?:origin|\*)\s*(?:,|$)/i.test(headerOf(headers, 'vary') ?? '');
}
