import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Stage, Token } from 'aws-cdk-lib';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { checkType, refuse, shown } from '../policy';
import { isObject, type JsonObject } from './json';
import { parseSpec } from './parse-spec';

/**
 * An OpenAPI document: OpenAPI 3.0 or 3.1, or Swagger 2.0.
 *
 * It is read when the app is synthesized and becomes part of the template, so that functions of CloudFormation in it (`Ref`, `Fn::Sub`, also in their short
 * YAML form) and tokens of the CDK work, and the stage's deployment follows it.
 *
 * @see https://spec.openapis.org/oas/v3.0.4.html
 */
export class SpecDefinition {
  /**
   * A document as an object. It isn't changed.
   *
   * @param document may have tokens as values. Throws for what isn't an object, or is only known at deploy time as a whole
   */
  public static fromObject(document: { [key: string]: any }): SpecDefinition {
    if (!isObject(document) || Token.isUnresolved(document)) {
      refuse('specDocument', `SpecDefinition.fromObject got ${shown(document)}; it takes an OpenAPI document as an object that is known at synth`);
    }
    return new SpecDefinition(document);
  }

  /**
   * A document in a file, as JSON or YAML.
   *
   * @param path of the file, from the directory in which the app runs. Throws for a file that isn't there, or holds no object
   */
  public static fromFile(path: string): SpecDefinition {
    checkType('the path of SpecDefinition.fromFile', path, 'text');
    if (!existsSync(path)) {
      refuse('specDocument', `SpecDefinition.fromFile got ${shown(path)}, and there is no file ${shown(resolve(path))}`);
    }
    return new SpecDefinition(parseSpec(readFileSync(path, 'utf8'), path));
  }

  /**
   * The file of an asset. The document is read from it and becomes part of the template; the asset itself is uploaded, but not used by the API.
   *
   * @param asset refused with an error: an asset that is a directory or a zip file
   */
  public static fromAsset(asset: Asset): SpecDefinition {
    if (typeof asset?.assetPath !== 'string') {
      refuse('specDocument', `SpecDefinition.fromAsset needs an Asset, got ${shown(asset)}; use SpecDefinition.fromFile for a path`);
    }
    if (!asset.isFile || asset.isZipArchive) {
      refuse('specDocument', `the asset ${shown(asset.node.path)} is a directory or a zip file; SpecDefinition.fromAsset takes a file with an OpenAPI document`);
    }
    return SpecDefinition.fromFile(resolve(Stage.of(asset)?.assetOutdir ?? '', asset.assetPath));
  }

  private constructor(private readonly document: JsonObject) {}

  /** @internal */
  public _document(): JsonObject {
    return this.document;
  }
}
