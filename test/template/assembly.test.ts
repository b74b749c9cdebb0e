import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, CfnCondition, CfnMapping, CfnOutput, CfnParameter, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { templateModel, type TemplateModel, type TemplateResource } from '../../src/template';
import { readAssembly } from '../../src/template/read-assembly';
import { Unknown } from '../../src/template/unknown';
import { assemblyOf, modelOfApp, modelOfStack } from '../support/emulator';

const handler = (stack: Stack, id = 'Handler') => new lambda.Function(stack, id, {
  runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => ({})'),
});

/** What is looked at is put into an SSM parameter, which has nothing but a value. */
const show = (stack: Stack, stringValue: string, id = 'Shown') => new ssm.CfnParameter(stack, id, { type: 'String', value: stringValue });

function shown(model: TemplateModel, stack: string, id = 'Shown') {
  return model.ofType('AWS::SSM::Parameter').find((resource) => resource.stack === stack && resource.logicalId === id)?.properties.Value;
}

function only(model: TemplateModel, type: string): TemplateResource {
  const found = model.ofType(type);
  expect(found).toHaveLength(1);
  return found[0];
}

describe('several stacks', () => {
  test('an export is imported', () => {
    const model = modelOfApp((app) => {
      const bucket = new s3.Bucket(new Stack(app, 'Data'), 'Bucket');
      show(new Stack(app, 'Web'), bucket.bucketRegionalDomainName);
    });
    const bucket = only(model, 'AWS::S3::Bucket');
    expect(model.fileOf(bucket)).toMatch(/\/Data\.template\.json$/);
    expect(shown(model, 'Web')).toBe(`${bucket.physicalId}.s3.us-east-1.amazonaws.com`);
    expect(model.referent(shown(model, 'Web'))).toBe(bucket);
  });

  test('equal logical ids give different ids', () => {
    const model = modelOfApp((app) => {
      for (const id of ['A', 'B']) {
        new apigateway.RestApi(new Stack(app, id), 'Api').root.addMethod('GET');
      }
      for (const id of ['Dev', 'Prod']) {
        new apigateway.RestApi(new Stack(new Stage(app, id), 'A'), 'Api').root.addMethod('GET');
      }
    });
    const apis = model.ofType('AWS::ApiGateway::RestApi');
    expect(apis.map(({ stack, logicalId }) => `${stack}/${logicalId}`).sort())
      .toEqual(['A/ApiF70053CD', 'B/ApiF70053CD', 'Dev/A/ApiF70053CD', 'Prod/A/ApiF70053CD']);
    const ids = apis.flatMap((api) => [api.physicalId, api.attribute('RootResourceId')]);
    expect(new Set(ids).size).toBe(8);
    for (const method of model.ofType('AWS::ApiGateway::Method')) {
      expect(model.referent(method.properties.RestApiId, 'AWS::ApiGateway::RestApi')?.stack).toBe(method.stack);
    }
  });

  test('an assembly gives the same ids each time', () => {
    const directory = assemblyOf((app) => new apigateway.RestApi(new Stack(app, 'A'), 'Api').root.addMethod('GET'));
    const ids = () => templateModel(readAssembly(directory)).resources.map(({ physicalId }) => physicalId);
    expect(ids()).toEqual(ids());
  });

  test('each region and account has exports of its own', () => {
    const model = modelOfApp((app) => {
      for (const [id, region] of [['West', 'eu-west-1'], ['Central', 'eu-central-1']]) {
        const env = { account: '111111111111', region };
        const data = new Stack(app, `${id}Data`, { env });
        new CfnOutput(data, 'Out', { value: region, exportName: 'home' });
        new s3.Bucket(data, 'Bucket');
        show(new Stack(app, id, { env }), Fn.importValue('home'));
      }
    });
    expect([shown(model, 'West'), shown(model, 'Central')]).toEqual(['eu-west-1', 'eu-central-1']);
  });

  test('a weak reference between stacks', () => {
    const model = modelOfApp((app) => {
      const bucket = new s3.Bucket(new Stack(app, 'Data'), 'Bucket');
      const web = new Stack(app, 'Web');
      // older releases don't know it, and write an export
      web.node.setContext('@aws-cdk/core:defaultCrossStackReferences', 'weak');
      show(web, bucket.bucketArn);
    });
    expect(shown(model, 'Web')).toBe(only(model, 'AWS::S3::Bucket').attribute('Arn'));
  });

  test('a reference between regions', () => {
    const model = modelOfApp((app) => {
      const env = { account: '111111111111' };
      const bucket = new s3.Bucket(new Stack(app, 'Data', { env: { ...env, region: 'eu-central-1' } }), 'Bucket');
      show(new Stack(app, 'Edge', { env: { ...env, region: 'us-east-1' }, crossRegionReferences: true }), bucket.bucketName);
    });
    expect(shown(model, 'Edge')).toBe(only(model, 'AWS::S3::Bucket').physicalId);
  });

  test('what no stack exports is unknown', () => {
    const model = modelOfApp((app) => show(new Stack(app, 'Web'), Fn.importValue('of-another-app')));
    expect(shown(model, 'Web')).toEqual(new Unknown('Web/Shown/Properties/Value', 'no stack that is given exports of-another-app in us-east-1'));
  });
});

describe('stages and environments', () => {
  const model = modelOfApp((app) => {
    const prod = new Stage(app, 'Prod', { env: { account: '111111111111', region: 'eu-west-1' } });
    const stack = new Stack(prod, 'Shop');
    handler(stack);
    show(stack, `${stack.stackName} ${stack.region} ${stack.account}`);
    const china = new Stack(app, 'China', { env: { account: '222222222222', region: 'cn-north-1' } });
    new s3.Bucket(china, 'Bucket');
    show(china, `${china.partition} ${china.urlSuffix}`);
    show(new Stack(app, 'Anywhere'), Fn.ref('AWS::Region'));
  }, { region: 'ap-south-1' });

  test('a stack of a stage is named as the assembly names it', () => {
    expect(only(model, 'AWS::Lambda::Function').stack).toBe('Prod/Shop');
    expect(shown(model, 'Prod/Shop')).toBe('Prod-Shop eu-west-1 111111111111');
  });

  test('its resources are in its region and account', () => {
    const fn = only(model, 'AWS::Lambda::Function');
    expect([fn.region, fn.account]).toEqual(['eu-west-1', '111111111111']);
    expect(fn.attribute('Arn')).toBe(`arn:aws:lambda:eu-west-1:111111111111:function:${fn.physicalId}`);
  });

  test('China has a partition and domains of its own', () => {
    expect(shown(model, 'China')).toBe('aws-cn amazonaws.com.cn');
    const bucket = only(model, 'AWS::S3::Bucket');
    expect(bucket.attribute('Arn')).toBe(`arn:aws-cn:s3:::${bucket.physicalId}`);
    expect(bucket.attribute('DomainName')).toBe(`${bucket.physicalId}.s3.amazonaws.com.cn`);
  });

  test('a stack without a region is in the one that is given', () => {
    expect(shown(model, 'Anywhere')).toBe('ap-south-1');
    expect(model.region).toBe('ap-south-1');
  });
});

describe('nested stacks', () => {
  const build = (app: App) => {
    const shop = new Stack(app, 'Shop');
    const fn = handler(shop);
    const outer = new NestedStack(shop, 'Outer');
    const inner = new NestedStack(outer, 'Inner');
    const api = new apigateway.RestApi(inner, 'Api');
    api.root.addMethod('GET', new apigateway.LambdaIntegration(fn));
    show(shop, api.url);
    show(new Stack(app, 'Other'), api.restApiId);
  };

  test('parameters go in and outputs come out, through two levels and to another stack', () => {
    const model = modelOfApp(build);
    const api = only(model, 'AWS::ApiGateway::RestApi');
    expect(api.stack.split('/')).toEqual(['Shop', expect.stringContaining('Outer'), expect.stringContaining('Inner')]);
    expect(model.fileOf(api)).toMatch(/Inner.*\.nested\.template\.json$/);
    expect(shown(model, 'Shop')).toBe(`https://${api.physicalId}.execute-api.us-east-1.amazonaws.com/prod/`);
    expect(model.referent(shown(model, 'Other'))).toBe(api);
    const { Integration } = only(model, 'AWS::ApiGateway::Method').properties as { Integration: { Uri: string } };
    expect(model.referentsIn(Integration.Uri)).toEqual([only(model, 'AWS::Lambda::Function')]);
    expect(model.unsupported).toEqual([]);
  });

  test('without the asset manifest the metadata name the template', () => {
    const directory = assemblyOf((app) => {
      app.node.setContext('aws:cdk:enable-asset-metadata', true);
      build(app);
    });
    const manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
    for (const [id, artifact] of Object.entries<{ type: string }>(manifest.artifacts)) {
      if (artifact.type === 'cdk:asset-manifest') {
        delete manifest.artifacts[id];
      }
    }
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
    const resources = templateModel(readAssembly(directory)).ofType('AWS::ApiGateway::RestApi');
    expect(resources).toHaveLength(1);
  });

  test('a template that isn\'t there is reported, and what comes of it is unknown', () => {
    const { Resources } = JSON.parse(readFileSync(join(assemblyOf(build), 'Shop.template.json'), 'utf8'));
    const directory = mkdtempSync(join(tmpdir(), 'cdk-cors-assembly-'));
    writeFileSync(join(directory, 'Shop.template.json'), JSON.stringify({ Resources }));
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify({
      artifacts: { Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.template.json' } } },
    }));
    const model = templateModel(readAssembly(directory));
    expect(model.unsupported.map(({ message }) => message)).toEqual([expect.stringMatching(/^the template of the nested stack Outer.* isn't known/)]);
    expect(String(shown(model, 'Shop'))).toMatch(/^unknown \(Shop\/Shown\/Properties\/Value: the template of the nested stack/);
  });

  test('a template that contains itself comes to an end', () => {
    const directory = mkdtempSync(join(tmpdir(), 'cdk-cors-assembly-'));
    writeFileSync(join(directory, 'a.json'), JSON.stringify({
      Resources: { Again: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'a.json' } }, Bucket: { Type: 'AWS::S3::Bucket' } },
    }));
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify({
      artifacts: { A: { type: 'aws:cloudformation:stack', properties: { templateFile: 'a.json' } } },
    }));
    const model = templateModel(readAssembly(directory));
    expect(model.unsupported).toHaveLength(1);
    expect(model.ofType('AWS::S3::Bucket').length).toBeLessThan(30);
  });
});

describe('parameters, conditions and mappings', () => {
  const build = (stack: Stack) => {
    const stage = new CfnParameter(stack, 'StageName', { default: 'dev' });
    const isProd = new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(stage.valueAsString, 'prod') });
    const domains = new CfnMapping(stack, 'Domains', { mapping: { dev: { name: 'dev.example.com' }, prod: { name: 'example.com' } } });
    show(stack, Fn.conditionIf('IsProd', 'live', 'test').toString(), 'If');
    show(stack, domains.findInMap(stage.valueAsString, 'name'), 'Mapped');
    show(stack, 'only there', 'Conditional').cfnOptions.condition = isProd;
    const secret = new CfnParameter(stack, 'Origin', { type: 'AWS::SSM::Parameter::Value<String>', default: '/shop/origin' });
    show(stack, `https://${secret.valueAsString}`, 'Origins');
  };

  test.each([
    ['defaults', undefined, { If: 'test', Mapped: 'dev.example.com', Conditional: undefined }],
    ['a value for all stacks', { StageName: 'prod' }, { If: 'live', Mapped: 'example.com', Conditional: 'only there' }],
    ['a value for this stack', { 'Stack:StageName': 'prod', 'StageName': 'dev' }, { If: 'live', Mapped: 'example.com', Conditional: 'only there' }],
    ['a value for another stack', { 'Other:StageName': 'prod' }, { If: 'test', Mapped: 'dev.example.com', Conditional: undefined }],
    ['a value of SSM', { Origin: 'shop.example.com' }, { Origins: 'https://shop.example.com' }],
  ])('%s', (_name, parameters, expected) => {
    const model = modelOfStack(build, { parameters });
    expect(Object.fromEntries(Object.keys(expected).map((id) => [id, shown(model, 'Stack', id)]))).toEqual(expected);
  });

  test('a resource that may or may not be there is taken as there, and reported', () => {
    const model = modelOfStack((stack) => {
      const origin = new CfnParameter(stack, 'Origin');
      new CfnCondition(stack, 'HasOrigin', { expression: Fn.conditionEquals(origin.valueAsString, 'x') });
      show(stack, 'x').cfnOptions.condition = stack.node.findChild('HasOrigin') as CfnCondition;
    });
    expect(shown(model, 'Stack')).toBe('x');
    expect(model.unsupported.map(({ message }) => message)).toEqual([
      'it isn\'t known whether Shown is deployed, and it is taken as deployed: the parameter Origin has no default; give it a value',
    ]);
  });
});

test('assets are found by their bucket and key, also where the environment isn\'t known', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-cors-asset-'));
  writeFileSync(join(folder, 'index.js'), '// the handler');
  const model = modelOfApp((app) => {
    for (const [id, env] of [['Agnostic', undefined], ['Fixed', { account: '111111111111', region: 'eu-west-1' }]] as const) {
      new lambda.Function(new Stack(app, id, { env }), 'Handler', {
        runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromAsset(folder),
      });
    }
  });
  const functions = model.ofType('AWS::Lambda::Function');
  expect(functions).toHaveLength(2);
  for (const { properties } of functions) {
    const { S3Bucket: bucket, S3Key: key } = properties.Code as { S3Bucket: string; S3Key: string };
    const path = model.assetOf(bucket, key);
    expect(existsSync(join(path!, 'index.js'))).toBe(true);
    expect(model.assetOf(new Unknown('somewhere', 'for a test'), key)).toBe(path);
    expect(model.assetOf('another-bucket', key)).toBeUndefined();
    expect(model.assetOf(bucket, 'another-key')).toBeUndefined();
  }
});

describe('what isn\'t a cloud assembly', () => {
  const directoryWith = (files: { [name: string]: string }) => {
    const directory = mkdtempSync(join(tmpdir(), 'cdk-cors-assembly-'));
    mkdirSync(join(directory, 'nested'));
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(directory, name), content);
    }
    return directory;
  };
  const stackArtifact = (properties: object) => JSON.stringify({ artifacts: { A: { type: 'aws:cloudformation:stack', properties } } });

  test.each<[name: string, files: { [name: string]: string }, message: RegExp]>([
    ['an empty directory', {}, /isn't a cloud assembly: it has no manifest\.json; run "cdk synth" first/],
    ['a manifest that isn\'t JSON', { 'manifest.json': '{' }, /manifest\.json isn't valid JSON/],
    ['a manifest without stacks', { 'manifest.json': '{"artifacts":{}}' }, /has no stacks/],
    ['a manifest that is a list', { 'manifest.json': '[]' }, /has no stacks/],
    ['a manifest that is null', { 'manifest.json': 'null' }, /has no stacks/],
    ['a stack without a template', { 'manifest.json': stackArtifact({}) }, /the stack A of .* has no templateFile/],
    ['a template that is missing', { 'manifest.json': stackArtifact({ templateFile: 'x.json' }) }, /x\.json can't be read/],
    ['a template that is none', { 'manifest.json': stackArtifact({ templateFile: 'x.json' }), 'x.json': '[]' }, /x\.json isn't a CloudFormation template/],
    ['an assembly that contains itself', {
      'manifest.json': JSON.stringify({ artifacts: { A: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } } }),
    }, /has no stacks/],
    ['a nested assembly that is missing', {
      'manifest.json': JSON.stringify({ artifacts: { A: { type: 'cdk:cloud-assembly', properties: { directoryName: 'nested' } } } }),
    }, /nested isn't a cloud assembly/],
  ])('%s', (_name, files, message) => expect(() => readAssembly(directoryWith(files))).toThrow(message));

  test('a directory that isn\'t there', () => {
    expect(() => readAssembly('/nowhere/cdk.out')).toThrow(/^\/nowhere\/cdk\.out isn't a cloud assembly: it has no manifest\.json/);
  });
});

test('outputs that nobody reads do no harm', () => {
  const model = modelOfStack((stack) => {
    new s3.Bucket(stack, 'Bucket');
    new CfnOutput(stack, 'Out', { value: Fn.ref('AWS::Region'), exportName: 'region' });
    show(stack, Fn.importValue('region'));
  });
  expect(shown(model, 'Stack')).toBe('us-east-1');
});
