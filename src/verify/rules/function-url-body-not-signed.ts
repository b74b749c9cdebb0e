import type { CloudFrontEntrance, EntranceRoute } from '../../emulator';
import type { App, Cause, Rule } from '../app';
import { edgeName, edgesOf } from '../edges';
import { addressOf } from '../questions';
import { publicUrl, samplePath } from '../targets';
import { stepOf } from './evidence';

const DIGEST = 'x-amz-content-sha256';

/** Rule 152: an origin access control signs no body, and a function URL takes none that isn't signed. */
export const functionUrlBodyNotSigned: Rule = {
  id: 'function-url-body-not-signed',
  severity: 'warning',
  title: 'a body goes through an origin access control to a function URL, and the page must send its digest',
  fix: {
    cdk: [
      '// allow the header, and send it from the page: the SHA-256 of the body, in hexadecimal digits',
      'const cors = new CorsPolicy({',
      "  allowOrigins: [CorsOrigin.exact('https://app.example.com')],",
      "  allowHeaders: ['Content-Type', 'Authorization', 'x-amz-content-sha256'],",
      '});',
    ].join('\n'),
    cloudFormation: [
      '# in the Cors of the AWS::Lambda::Url; the page sends the SHA-256 of its body in this header',
      'Cors:',
      '  AllowOrigins: [https://app.example.com]',
      '  AllowMethods: ["*"]',
      '  AllowHeaders: [content-type, authorization, x-amz-content-sha256]',
    ].join('\n'),
  },
  * inspect(app) {
    for (const entrance of app.emulator.entrances) {
      if (entrance.kind !== 'cloudfront') continue;
      const signed = entrance.routes.filter(({ resource, headers }) => resource.type === 'AWS::Lambda::Url' && headers.includes(DIGEST));
      for (const behavior of new Set(signed.map((route) => route.behavior))) {
        const [route] = signed.filter((each) => each.behavior === behavior);
        const cause = causeOf(entrance, route, app);
        yield { ...cause, evidence: [app.ask({ page: publicUrl(entrance), ...addressOf(entrance, samplePath(route.path)), method: route.method, body: '{}' })] };
      }
    }
  },
  explain(trouble, app) {
    const { target: { entrance, route } } = trouble;
    const isUnsigned = stepOf(trouble, 'gateway')?.name.endsWith('InvalidSignatureException') === true;
    return isUnsigned && entrance.kind === 'cloudfront' ? causeOf(entrance, route, app) : undefined;
  },
};

function causeOf(entrance: CloudFrontEntrance, { behavior }: EntranceRoute, app: App): Cause {
  const edge = edgesOf(app).find((each) => each.entrance === entrance && each.behavior.pathPattern === behavior);
  return {
    resource: entrance.resource,
    property: edge?.property,
    message: `${edge === undefined ? 'the distribution' : edgeName(edge)} signs what it sends to the function URL, but not the body: without the header ${DIGEST} a PUT, POST or PATCH is a 403`,
  };
}
