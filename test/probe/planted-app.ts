import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { AuthorizationType } from 'aws-cdk-lib/aws-apigateway';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function as LambdaFunction, FunctionUrlAuthType, HttpMethod as UrlMethod, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ApiBehavior, CorsHttpApi, CorsOrigin, CorsPolicy, CorsRestApi, Site, WebApp } from '../../src';
import { Emulator } from '../../src/emulator';
import { OTHER, PAGE } from './answers';

/** Lets both pages in, whatever stands before it. */
const HANDLER = `
exports.handler = async (event) => {
  const headers = event.headers || {};
  const origin = headers.origin || headers.Origin;
  const allow = ['${PAGE}', '${OTHER}'].includes(origin) && !event.rawPath ? { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: 'Origin' } : {};
  return { statusCode: 200, headers: { ...allow, 'content-type': 'application/json' }, body: '{"from":"function"}' };
};`;

/** One API of each kind, and a distribution with a site before the REST API. */
export class PlantedStack extends Stack {
  constructor(app: App, id: string) {
    super(app, id);
    const handler = new LambdaFunction(this, 'Handler', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline(HANDLER) });
    const cors = new CorsPolicy({
      allowOrigins: [CorsOrigin.exact(PAGE), CorsOrigin.exact(OTHER)],
      allowMethods: ['GET', 'POST', 'PUT'],
      allowHeaders: ['Content-Type', 'Authorization'],
      exposeHeaders: ['ETag'],
      allowCredentials: true,
      maxAge: Duration.minutes(10),
    });
    const rest = new CorsRestApi(this, 'Rest', { cors, handler, proxy: false });
    const items = rest.root.addResource('items');
    items.addMethod('GET');
    items.addMethod('PUT');
    rest.root.addResource('secret').addMethod('GET', undefined, { authorizationType: AuthorizationType.IAM });
    const http = new CorsHttpApi(this, 'Http', { cors });
    http.addRoutes({ path: '/tasks', methods: [HttpMethod.GET, HttpMethod.POST], integration: new HttpLambdaIntegration('Tasks', handler) });
    handler.addFunctionUrl({
      authType: FunctionUrlAuthType.NONE,
      cors: { allowedOrigins: [PAGE], allowedMethods: [UrlMethod.GET, UrlMethod.PUT], allowedHeaders: ['content-type'], allowCredentials: true, maxAge: Duration.minutes(10) },
    });
    new WebApp(this, 'Web', {
      site: Site.fromBucket(new Bucket(this, 'Site')),
      apis: { '/api': ApiBehavior.forRestApi(rest) },
      cors: CorsPolicy.forOrigins(PAGE),
    });
  }
}

export interface Resource {
  readonly Type: string;
  Properties: any;
}

/** A template that may be changed. */
export class Planted {
  constructor(public readonly template: { Resources: Record<string, Resource> }) {}

  /** The properties of the resources of a type that an expression finds in their JSON. */
  public all(type: string, like = /^/): any[] {
    const found = Object.values(this.template.Resources).filter((each) => each.Type === type && like.test(JSON.stringify(each)));
    return found.map(({ Properties }) => Properties);
  }

  public one(type: string, like?: RegExp): any {
    const found = this.all(type, like);
    if (found.length !== 1) throw new Error(`${found.length} resources are of ${type} and ${like}`);
    return found[0];
  }

  public remove(properties: any): void {
    for (const [id, { Properties }] of Object.entries(this.template.Resources)) {
      if (Properties === properties) {
        delete this.template.Resources[id];
      }
    }
    const left = new Set(Object.keys(this.template.Resources));
    for (const each of Object.values(this.template.Resources) as any[]) {
      if (Array.isArray(each.DependsOn)) {
        each.DependsOn = each.DependsOn.filter((id: string) => left.has(id));
      }
    }
  }

  /** Changes a text everywhere in what is given. */
  public swap(properties: any, from: string | RegExp, to: string): void {
    const before = JSON.stringify(properties);
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${String(from)} isn't in it`);
    Object.assign(properties, JSON.parse(after));
  }
}

/** The app, as it was synthesized. */
export class PlantedApp {
  public readonly file: string;
  public readonly emulator: Emulator;
  private readonly text: string;

  constructor() {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk-cors-planted-')), analyticsReporting: false });
    new PlantedStack(app, 'Shop');
    this.text = JSON.stringify(app.synth().getStackByName('Shop').template);
    this.file = this.write(this.text);
    this.emulator = Emulator.fromTemplate(JSON.parse(this.text), { stackName: 'Shop' });
  }

  /** The template with a change, in a file of its own. */
  public changed(change: (planted: Planted) => void): string {
    const planted = new Planted(JSON.parse(this.text));
    change(planted);
    return this.write(JSON.stringify(planted.template));
  }

  private write(text: string): string {
    const file = join(mkdtempSync(join(tmpdir(), 'cdk-cors-planted-')), 'Shop.template.json');
    writeFileSync(file, text);
    return file;
  }
}
