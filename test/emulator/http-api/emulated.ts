import { httpApiEntrance } from '../../../src/emulator/http-api';
import type { EmulatedEntrance } from '../../../src/emulator/kernel/emulated-entrance';
import type { Circumstances, Effect, FetchResult, InvokeResult } from '../../../src/emulator/kernel/machine';
import { type Answer, headerOf, type HeaderList } from '../../../src/emulator/kernel/message';
import { plainTemplates, templateModel } from '../../../src/template';
import { isUnknown, type Maybe, Unknown } from '../../../src/template/unknown';

export const APP = 'https://app.example.com';
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
export const OUTSIDE = new Unknown('test', 'nothing runs here');

type Resources = { readonly [logicalId: string]: { readonly Type: string; readonly Properties?: object; readonly DependsOn?: string[] } };

/** An API in a template of its own, and what was asked of the world while it answered. */
export class EmulatedApi {
  public readonly entrance: EmulatedEntrance;
  public readonly effects: Effect[] = [];

  constructor(template: object, private readonly world: (effect: Effect) => Maybe<InvokeResult | FetchResult> = () => OUTSIDE) {
    const model = templateModel(plainTemplates([template]), { region: 'eu-west-1', account: '111122223333' });
    this.entrance = httpApiEntrance(model.ofType('AWS::ApiGatewayV2::Api')[0], model);
  }

  public send(method: string, path: string, headers: HeaderList = [], circumstances: Partial<Circumstances> = {}, body?: Uint8Array): Answer {
    return this.sendTo(method, this.entrance.url + path, headers, circumstances, body);
  }

  public sendTo(method: string, url: string, headers: HeaderList = [], circumstances: Partial<Circumstances> = {}, body?: Uint8Array): Answer {
    const machine = this.entrance.handle({ method, url, headers, body }, { now: NOW, rules: {}, ...circumstances });
    let step = machine.next();
    while (!step.done) {
      this.effects.push(step.value);
      step = machine.next(this.world(step.value));
    }
    return step.value;
  }

  /** A preflight as a browser sends it from `APP`. */
  public preflight(path: string, circumstances: Partial<Circumstances> = {}, origin = APP, requested = 'PUT', names = 'content-type'): Answer {
    const headers: HeaderList = [['Origin', origin], ['Access-Control-Request-Method', requested], ['Access-Control-Request-Headers', names]];
    return this.send('OPTIONS', path, headers, circumstances);
  }
}

/** What a function returns, as the result of its invocation. */
export function returning(payload: unknown): () => InvokeResult {
  return () => ({ payload });
}

export const ORIGIN: HeaderList = [['Origin', APP]];

export const CORS = {
  AllowOrigins: [APP], AllowMethods: ['GET', 'PUT'], AllowHeaders: ['content-type', 'x-tenant'], ExposeHeaders: ['x-total'], AllowCredentials: true, MaxAge: 600,
};

const FUNCTION = {
  Type: 'AWS::Lambda::Function',
  Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::111122223333:role/r', Code: { ZipFile: 'exports.handler = 1' } },
};

/** Resources that most APIs here have: a function, a permission, an integration in a payload format, a stage. */
export function common(version = '2.0'): Resources {
  return {
    Fn: FUNCTION,
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com', FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' }, IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['Fn', 'Arn'] }, PayloadFormatVersion: version,
      },
    },
    Stage: stage('$default'),
  };
}

export function stage(name: string, properties: object = { AutoDeploy: true }): Resources[string] {
  return { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: name, ...properties } };
}

export function route(key: string, properties: object = {}, integration = 'Integration'): Resources[string] {
  return {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId: { Ref: 'Api' }, RouteKey: key, Target: { 'Fn::Join': ['/', ['integrations', { Ref: integration }]] }, ...properties },
  };
}

/** The template of an API with routes by their keys. */
export function apiWith(keys: readonly string[], more: Resources = {}, properties: object = { CorsConfiguration: CORS }): { Resources: Resources } {
  const routes = Object.fromEntries(keys.map((key, index) => [`Route${index}`, route(key)]));
  return { Resources: { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP', ...properties } }, ...common(), ...routes, ...more } };
}

export function bodyOf({ body }: Answer): string {
  return isUnknown(body) ? 'unknown' : new TextDecoder().decode(body);
}

/** The CORS headers of an answer, by name in lower case. */
export function corsOf(answer: Answer): Record<string, string> {
  const names = answer.headers.map(([name]) => name.toLowerCase()).filter((name) => name.startsWith('access-control-'));
  return Object.fromEntries(names.map((name) => [name, headerOf(answer.headers, name)!]));
}

/** The rules that an answer's notes name. */
export function notedRules(answer: Answer): number[] {
  return answer.notes.map(({ rule }) => rule);
}
