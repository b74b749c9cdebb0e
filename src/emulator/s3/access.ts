import { type Resolved, type TemplateModel, type TemplateResource, wholeListOf, field, textOf, wholeTextsOf, matchesWildcard, isUnknown, type Maybe, Unknown } from '../../template';

/** Who asks a bucket. */
export type Caller =
  | { readonly kind: 'anonymous' }
  /** A distribution that signs its requests: origin access control. */
  | { readonly kind: 'distribution'; readonly distribution: TemplateResource }
  /** A distribution with an origin access identity; undefined where it isn't one of the template's. */
  | { readonly kind: 'identity'; readonly identity: TemplateResource | undefined };

/** Says whether a caller may do something: `s3:GetObject` on a key, `s3:ListBucket` on the bucket. */
export type Access = (caller: Caller, action: string, key?: string) => Maybe<boolean>;

/** The access rules of a bucket: its policies and its canned ACL. A principal of the bucket's own account isn't one of the callers. */
export function accessOf(bucket: TemplateResource, model: TemplateModel): Access {
  const policies = model.ofType('AWS::S3::BucketPolicy').filter((policy) => isOfBucket(policy, bucket, model));
  const statements = policies.map((policy) => wholeListOf(field(policy.properties.PolicyDocument, 'Statement')));
  const cannedAcl = textOf(bucket.properties.AccessControl);
  return (caller, action, key) => {
    const verdicts: Effect[] = [cannedAclEffect(cannedAcl, action)];
    for (const list of statements) {
      verdicts.push(...isUnknown(list) ? [list] : list.map((statement) => effectOf(statement, { bucket, caller, action, key, model })));
    }
    return decide(verdicts);
  };
}

type Effect = Maybe<'Allow' | 'Deny' | undefined>;

/** A Deny decides, then what isn't known, then an Allow. */
function decide(effects: Effect[]): Maybe<boolean> {
  return effects.includes('Deny') ? false : effects.find(isUnknown) ?? effects.includes('Allow');
}

function isOfBucket(policy: TemplateResource, bucket: TemplateResource, model: TemplateModel): boolean {
  const name = policy.properties.Bucket;
  return name === bucket.physicalId || model.referent(name, 'AWS::S3::Bucket') === bucket;
}

function cannedAclEffect(acl: Maybe<string> | undefined, action: string): Effect {
  if (isUnknown(acl)) return acl;
  const isRead = action === 's3:GetObject' || action === 's3:ListBucket';
  return isRead && (acl === 'PublicRead' || acl === 'PublicReadWrite') ? 'Allow' : undefined;
}

interface Question {
  readonly bucket: TemplateResource;
  readonly caller: Caller;
  readonly action: string;
  readonly key: string | undefined;
  readonly model: TemplateModel;
}

function effectOf(statement: Resolved, question: Question): Effect {
  const effect = textOf(field(statement, 'Effect'));
  const conditions = [actionApplies, principalApplies, resourceApplies, conditionApplies].map((applies) => applies(statement, question));
  if (conditions.includes(false)) return undefined;
  return conditions.find(isUnknown) ?? (isUnknown(effect) ? effect : effect === 'Allow' || effect === 'Deny' ? effect : undefined);
}

function actionApplies(statement: Resolved, { action }: Question): Maybe<boolean> {
  const actions = wholeTextsOf(field(statement, 'Action'));
  // A statement with NotAction or NotPrincipal is rare enough to be left undecided.
  if (isUnknown(actions) || actions.length === 0) {
    return isUnknown(actions) ? actions : new Unknown('Statement', 'a bucket policy without Action isn\'t evaluated');
  }
  return actions.some((pattern) => matchesWildcard(pattern.toLowerCase(), action.toLowerCase()));
}

function principalApplies(statement: Resolved, question: Question): Maybe<boolean> {
  const principal = field(statement, 'Principal');
  if (isUnknown(principal) || principal === '*') return isUnknown(principal) ? principal : true;
  const { caller, model } = question;
  const aws = wholeTextsOf(field(principal, 'AWS'));
  if (isUnknown(aws)) return aws;
  if (aws.includes('*')) return true;
  if (caller.kind === 'distribution') {
    const services = wholeTextsOf(field(principal, 'Service'));
    return isUnknown(services) ? services : services.includes('cloudfront.amazonaws.com');
  }
  if (caller.kind === 'anonymous') return false;
  const named = wholeListOf(field(principal, 'CanonicalUser'));
  const names: Resolved[] = [...aws, ...isUnknown(named) ? [named] : named];
  if (caller.identity === undefined) return new Unknown('Principal', 'the origin access identity isn\'t one of the template');
  return names.some((name) => model.referentsIn(name, IDENTITY_TYPE).includes(caller.identity!)) || (names.find(isUnknown) ?? false);
}

const IDENTITY_TYPE = 'AWS::CloudFront::CloudFrontOriginAccessIdentity';

function resourceApplies(statement: Resolved, { bucket, key, model }: Question): Maybe<boolean> {
  const resources = wholeListOf(field(statement, 'Resource'));
  if (isUnknown(resources)) return resources;
  const matches = resources.map((resource): Maybe<boolean> => {
    const arn = textOf(resource);
    if (arn === undefined || isUnknown(arn)) return arn ?? false;
    const slash = arn.indexOf('/');
    const bucketPart = slash === -1 ? arn : arn.slice(0, slash);
    const isBucket = matchesWildcard(bucketPart, `arn:aws:s3:::${bucket.physicalId}`) || model.referentsIn(bucketPart, 'AWS::S3::Bucket').includes(bucket);
    return arn === '*' || (isBucket && (key === undefined ? slash === -1 : slash !== -1 && matchesWildcard(arn.slice(slash + 1), key)));
  });
  return matches.includes(true) || (matches.find(isUnknown) ?? false);
}

/** The conditions that decide between distributions, and the one that asks for TLS, which origins of this kind always use. */
function conditionApplies(statement: Resolved, question: Question): Maybe<boolean> {
  const condition = field(statement, 'Condition');
  if (condition === undefined || condition === null || isUnknown(condition)) return isUnknown(condition) ? condition : true;
  const results: Maybe<boolean>[] = [];
  for (const [operator, keys] of Object.entries(entriesOf(condition))) {
    if (isUnknown(keys)) {
      results.push(keys);
    }
    for (const [key, value] of Object.entries(entriesOf(keys))) {
      results.push(keyApplies(operator, key.toLowerCase(), value, question));
    }
  }
  return results.includes(false) ? false : results.find(isUnknown) ?? true;
}

function entriesOf(value: Resolved): { [name: string]: Resolved } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnknown(value) ? value : {};
}

function keyApplies(operator: string, key: string, value: Resolved, { caller, model }: Question): Maybe<boolean> {
  const values = wholeTextsOf(value);
  if (isUnknown(values)) return values;
  if (key === 'aws:securetransport' && operator === 'Bool') return values.includes('true');
  const isPositive = ['StringEquals', 'ArnEquals', 'StringLike', 'ArnLike', 'StringEqualsIgnoreCase'].includes(operator);
  if (isPositive && caller.kind === 'anonymous' && (key === 'aws:sourcearn' || key === 'aws:sourceaccount')) return false;
  if (isPositive && caller.kind === 'distribution' && key === 'aws:sourcearn') {
    const isLike = operator === 'StringLike' || operator === 'ArnLike';
    const { distribution } = caller;
    return values.some((arn) => model.referentsIn(arn, 'AWS::CloudFront::Distribution').includes(distribution) ||
      matchesWildcard(arn, `arn:aws:cloudfront::${distribution.account}:distribution/${distribution.physicalId}`, isLike) && (isLike || !arn.includes('*')));
  }
  if (isPositive && caller.kind === 'distribution' && key === 'aws:sourceaccount') {
    return values.includes(caller.distribution.account);
  }
  return new Unknown(`Condition/${operator}/${key}`, 'this condition of the bucket policy isn\'t evaluated');
}
