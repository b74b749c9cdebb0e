/** @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const PARTITIONS: ReadonlyArray<{ readonly region: RegExp; readonly partition: string; readonly urlSuffix: string }> = [
  { region: /^cn-/, partition: 'aws-cn', urlSuffix: 'amazonaws.com.cn' },
  { region: /^us-gov-/, partition: 'aws-us-gov', urlSuffix: 'amazonaws.com' },
  { region: /^eusc-/, partition: 'aws-eusc', urlSuffix: 'amazonaws.eu' },
  { region: /^us-iso-/, partition: 'aws-iso', urlSuffix: 'c2s.ic.gov' },
  { region: /^us-isob-/, partition: 'aws-iso-b', urlSuffix: 'sc2s.sgov.gov' },
  { region: /^eu-isoe-/, partition: 'aws-iso-e', urlSuffix: 'cloud.adc-e.uk' },
  { region: /^us-isof-/, partition: 'aws-iso-f', urlSuffix: 'csp.hci.ic.gov' },
];

/** The partition of a region, which ARNs begin with. */
export function partitionOf(region: string): string {
  return PARTITIONS.find((each) => each.region.test(region))?.partition ?? 'aws';
}

/** What domains of AWS end with in a region. */
export function urlSuffixOf(region: string): string {
  return PARTITIONS.find((each) => each.region.test(region))?.urlSuffix ?? 'amazonaws.com';
}
