import type * as s3 from 'aws-cdk-lib/aws-s3';
import { checkTypes, refuse, shown } from '../policy';
import { pathPattern, siteFiles } from './site-files';

/** What a site answers to paths that aren't files. Paths below `/.well-known/` are always looked up as they are. */
export enum SiteRouting {
  /**
   * `/index.html`, whatever the path: a front end with a router of its own.
   *
   * A path whose last segment has a file extension (a dot and letters or digits with a letter among them) is looked up instead, so that
   * missing files stay 404. A route such as `/users/jane.doe` is such a path, too.
   */
  SINGLE_PAGE = 'SINGLE_PAGE',
  /**
   * The `index.html` of the folder: `/docs/` is `/docs/index.html`, and `/docs` is redirected to `/docs/` (302), so that the page's relative
   * links are right. For static site generators.
   */
  DIRECTORY_INDEX = 'DIRECTORY_INDEX',
  /** 404, but for `/`, which is `/index.html`. */
  NONE = 'NONE',
}

/** How the files of a folder are deployed. */
export interface SiteOptions {
  /**
   * Patterns of files whose name changes whenever their content does, relative to the folder: `*` is anything within a name, `**` any
   * number of folders, `?` one character.
   *
   * They are sent with `Cache-Control: public, max-age=31536000, immutable`, all others with `Cache-Control: no-cache`, so that browsers and CloudFront ask
   * for them anew each time. HTML must not be among them: refused with an error if `index.html` is. Refused as well: patterns with a slash in front.
   *
   * @see https://www.rfc-editor.org/rfc/rfc8246
   * @default - files whose name has a content hash as bundlers write it, such as `assets/index-BxY3k9aZ.js` or `static/js/main.0a1b2c3d.js`
   */
  readonly immutable?: string[];

  /**
   * Patterns of files that aren't deployed, as in `immutable`.
   *
   * @default - files and folders whose name begins with a dot, except `.well-known`
   */
  readonly exclude?: string[];

  /**
   * The memory of the function that copies the files, in MiB. Large sites need more.
   *
   * @default 128
   */
  readonly memoryLimit?: number;
}

/** Options of `WebApp.deploySite`. */
export interface DeploySiteOptions extends SiteOptions {
  /**
   * The path that the folder is served under, such as `/docs`.
   *
   * Throws for a slash at the end, none at the start, and a path that has a deployment already.
   *
   * @default '/'
   */
  readonly path?: string;
}

/** Where the files of a `WebApp` come from. */
export class Site {
  /**
   * A folder on this machine, copied to a bucket of the `WebApp`'s own with each deployment.
   *
   * What earlier deployments brought stays in the bucket, so that pages which are open find their files: delete by hand what must go.
   *
   * @param folder the folder that the front end's build wrote. Throws for one that doesn't exist or has no `index.html`
   */
  public static fromFolder(folder: string, options: SiteOptions = {}): Site {
    checkPatterns(options);
    siteFiles(folder);
    return new Site(folder, options);
  }

  /**
   * A bucket that exists already, filled by someone else.
   *
   * Its policy is extended, so that the distribution may read and list it: without the right to list, S3 answers 403 to missing files. Of a bucket
   * that was imported the policy can't be changed, and the CDK warns of that.
   *
   * @param bucket refused with an error by `WebApp`: a bucket of another stack of the app, which would make a cycle between the stacks
   */
  public static fromBucket(bucket: s3.IBucket): Site {
    if (typeof bucket?.bucketName !== 'string') {
      refuse('notABucket', `Site.fromBucket needs a bucket, got ${shown(bucket)}; use Site.fromFolder for a folder`);
    }
    return new Site(undefined, {}, bucket);
  }

  /** @internal */
  public readonly _folder?: string;
  /** @internal */
  public readonly _options: SiteOptions;
  /** @internal */
  public readonly _bucket?: s3.IBucket;

  private constructor(folder: string | undefined, options: SiteOptions, bucket?: s3.IBucket) {
    this._folder = folder;
    this._options = options;
    this._bucket = bucket;
  }
}

function checkPatterns(options: SiteOptions): void {
  checkTypes('the options of a site', options, { immutable: 'list', exclude: 'list' });
  [...options.immutable ?? [], ...options.exclude ?? []].forEach(pathPattern);
}
