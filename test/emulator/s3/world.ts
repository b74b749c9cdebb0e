import type { RuleSwitches } from '../../../src/emulator/kernel/machine';
import type { Answer, HeaderList } from '../../../src/emulator/kernel/message';
import { askBucket, bucketOf, type Caller } from '../../../src/emulator/s3';
import { templateModel, plainTemplates } from '../../../src/template';
import type { TemplateModel } from '../../../src/template/model';
import { drive, NOW, objects, type World } from '../cloudfront/world';

export const ANYONE: Caller = { kind: 'anonymous' };

/** A bucket of a template, and what its endpoints answer. */
export class Endpoint {
  public readonly model: TemplateModel;
  public caller: Caller = ANYONE;
  public rules: RuleSwitches = {};

  constructor(properties: object, private readonly world: World = objects(), resources: object = {}) {
    const template = { Resources: { Site: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'site', ...properties } }, ...resources } };
    this.model = templateModel(plainTemplates([template]), { region: 'eu-west-1', account: '111122223333' });
  }

  public send(method: string, path: string, headers: HeaderList = [], endpoint: 'rest' | 'website' = 'rest'): Answer {
    const host = endpoint === 'rest' ? 'https://site.s3.eu-west-1.amazonaws.com' : 'http://site.s3-website-eu-west-1.amazonaws.com';
    const bucket = bucketOf(this.model.ofType('AWS::S3::Bucket')[0], this.model);
    const asked = { request: { method, url: host + path, headers }, caller: this.caller, endpoint };
    return drive(askBucket(bucket, asked, { now: NOW, rules: this.rules }), this.world);
  }
}
