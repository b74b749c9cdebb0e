import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { type CloudFrontContext, cloudFrontEntrance } from '../../../src/emulator/cloudfront';
import type { EmulatedEntrance } from '../../../src/emulator/kernel/emulated-entrance';
import { RouteFingerprint } from '../../../src/emulator/kernel/fingerprint';
import type { Circumstances, Effect, EntranceRoute, FetchResult, InvokeResult, Machine, ObjectResult } from '../../../src/emulator/kernel/machine';
import { type Answer, headerOf, type HeaderList, type HttpRequest } from '../../../src/emulator/kernel/message';
import { stepOf } from '../../../src/emulator/kernel/step';
import type { RestApi } from '../../../src/emulator/rest-api';
import { plainTemplates, templateModel } from '../../../src/template';
import type { TemplateModel, TemplateResource } from '../../../src/template/model';
import { isUnknown, type Maybe, Unknown } from '../../../src/template/unknown';

export const APP = 'https://app.example.com';
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
export const OUTSIDE = new Unknown('test', 'nothing is outside of this test');

export type Result = Maybe<InvokeResult | FetchResult | ObjectResult>;

/** The world around an emulation: what runs, answers and is stored there. */
export type World = (effect: Effect) => Result;

/** A world that has these objects and nothing else. */
export function objects(...keys: string[]): World {
  return (effect) => effect.effect !== 'object' ? OUTSIDE : keys.includes(effect.key) ? { body: bytes(effect.key) } : undefined;
}

/** A world in which back ends answer. */
export function backEnd(answer: (request: HttpRequest) => FetchResult): World {
  return (effect) => effect.effect === 'fetch' ? answer(effect.request) : OUTSIDE;
}

/** Runs a machine to its end. */
export function drive(machine: Machine, world: World, effects: Effect[] = []): Answer {
  let step = machine.next();
  while (!step.done) {
    effects.push(step.value);
    step = machine.next(world(step.value));
  }
  return step.value;
}

type More = Partial<Circumstances> & { readonly body?: string; readonly sourceIp?: string };

/** A distribution of a template, and what was asked of the world while it answered. */
export class Edge {
  public readonly model: TemplateModel;
  public readonly entrance: EmulatedEntrance;
  public readonly effects: Effect[] = [];
  private readonly world: World;

  constructor(source: object, options: { readonly world?: World } & Partial<CloudFrontContext> = {}) {
    this.model = templateModel(plainTemplates([source]), { region: 'eu-west-1', account: '111122223333' });
    this.world = options.world ?? (() => OUTSIDE);
    this.entrance = cloudFrontEntrance(this.model.ofType('AWS::CloudFront::Distribution')[0], this.model, { entrances: () => [], ...options });
  }

  /** @param path below the distribution, or a whole URL */
  public send(method: string, path: string, headers: HeaderList = [], more: More = {}): Answer {
    const { body, sourceIp, ...circumstances } = more;
    const url = path.startsWith('http') ? path : this.entrance.url + path;
    const request = { method, url, headers, body: body === undefined ? undefined : bytes(body), sourceIp };
    return drive(this.entrance.handle(request, { now: NOW, rules: {}, ...circumstances }), this.world, this.effects);
  }

  /** The last request that reached a back end. */
  public get reached(): HttpRequest {
    const fetches = this.effects.flatMap((effect) => effect.effect === 'fetch' ? [effect] : []);
    return fetches[fetches.length - 1].request;
  }
}

/** An entrance that answers itself what reaches it. */
export function recordingEntrance(url: string, answer: Partial<Answer> = {}, routes: ReadonlyArray<Pick<EntranceRoute, 'method' | 'path'>> = []) {
  const requests: HttpRequest[] = [];
  const resource = { logicalId: 'Api' } as TemplateResource;
  const entrance: EmulatedEntrance = {
    logicalId: 'Api',
    kind: 'rest-api',
    api: {} as RestApi,
    url,
    aliases: [],
    routes: routes.map((route) => ({ ...route, logicalId: 'Api', resource, headers: [], fingerprint: new RouteFingerprint(() => '') })),
    resource,
    owns: (other) => other.host === new URL(url).host,
    // eslint-disable-next-line require-yield
    *handle(request): Machine {
      requests.push(request);
      return { status: 200, headers: [['X-From', 'api']], body: bytes('api'), via: [stepOf('integration', 'MOCK')], notes: [], ...answer };
    },
  };
  return { entrance, requests };
}

const DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const ALL_METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'];

/** A behavior without caching that lets everything through to the origin `Main`. */
export function behavior(changes: object = {}): object {
  return { TargetOriginId: 'Main', ViewerProtocolPolicy: 'allow-all', CachePolicyId: DISABLED, AllowedMethods: ALL_METHODS, ...changes };
}

/** A custom origin. */
export function customOrigin(id = 'Main', changes: object = {}): object {
  return { Id: id, DomainName: `${id.toLowerCase()}.example.com`, CustomOriginConfig: { OriginProtocolPolicy: 'https-only' }, ...changes };
}

/** A template with a distribution in front of `main.example.com`, unless the configuration says otherwise. */
export function template(config: object = {}, resources: object = {}): object {
  return {
    Resources: {
      Distribution: {
        Type: 'AWS::CloudFront::Distribution',
        Properties: { DistributionConfig: { Enabled: true, Origins: [customOrigin()], DefaultCacheBehavior: behavior(), ...config } },
      },
      ...resources,
    },
  };
}

/** A template whose default behavior has a CloudFront Function. */
export function withFunction(code: string, event = 'viewer-request', config: object = {}, runtime = 'cloudfront-js-2.0', more: object = {}): object {
  const association = { EventType: event, FunctionARN: { 'Fn::GetAtt': ['Edge', 'FunctionARN'] } };
  return template({ DefaultCacheBehavior: behavior({ FunctionAssociations: [association], ...more }), ...config }, {
    Edge: { Type: 'AWS::CloudFront::Function', Properties: { Name: 'edge', FunctionCode: code, FunctionConfig: { Comment: '', Runtime: runtime } } },
  });
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function textOf(body: Answer['body']): string | undefined {
  return body === undefined || isUnknown(body) ? undefined : new TextDecoder().decode(body);
}

export function header(answer: { readonly headers: HeaderList }, name: string): string | undefined {
  return headerOf(answer.headers, name);
}

/** The headers of the CORS protocol that an answer has. */
export function corsOf(answer: Answer): { [name: string]: string } {
  return Object.fromEntries(answer.headers.filter(([name]) => /^access-control-/i.test(name)).map(([name, value]) => [name.toLowerCase(), value]));
}

/** A stack whose template the emulator is to read. */
export function newStack(): Stack {
  return new Stack(new App({ outdir: mkdtempSync(join(tmpdir(), 'edge-')), analyticsReporting: false }), 'Shop', {
    env: { region: 'eu-west-1', account: '111122223333' },
  });
}
