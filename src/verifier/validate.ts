import { existsSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import type { PolicyValidationPluginReport, PolicyViolatingResource, PolicyViolation } from 'aws-cdk-lib';
import { Emulator, type TemplateModel, type TemplateResource } from '../emulator';
import { openLines } from '../report';
import { firstFew } from '../values';
import { checkOptions, type Finding, isOpen, type Report, RULES, verify, type VerifyOptions } from '../verify';
import { type CorsVerifierProps, FailOn } from './cors-verifier-props';

/**
 * What the templates of an app are found to violate.
 *
 * @param templatePaths may be relative to the working directory, as with the CLI's default folder
 * @throws an Error where a template wasn't examined: silence means that there is nothing to report
 */
export function validate(templatePaths: readonly string[], props: CorsVerifierProps): PolicyValidationPluginReport {
  const files = templatePaths.map((path) => resolve(path));
  const directories = [...new Set(files.map((file) => dirname(file)))];
  const emulators = assembliesOf(directories).map((assembly) => Emulator.fromAssembly(assembly, { parameters: props.parameters }));
  checkExamined(files, emulators.flatMap(({ model }) => model.files));
  const violations = emulators.flatMap((emulator) => violationsIn(emulator, directories, props));
  return { success: violations.every(({ severity }) => severity !== 'error'), violations };
}

function checkExamined(files: readonly string[], examined: readonly string[]): void {
  const missed = files.filter((file) => !examined.includes(file));
  if (missed.length > 0) {
    throw new Error(`CorsVerifier examined ${files.length - missed.length} of ${files.length} templates, and not ${firstFew(missed, MAX_NAMED)}: no manifest.json names them; ` +
      'run the synthesis into an empty folder, and register the plugin with Validations.of(app).addPlugins()');
  }
}

/** @throws an Error that names the property and what is allowed in it */
export function checkProps(props: CorsVerifierProps): void {
  checkOptions(optionsOf(props));
}

export function ruleIds({ excludeRules = [] }: CorsVerifierProps): string[] {
  return RULES.map(({ id }) => id).filter((id) => !excludeRules.includes(id));
}

/** The cloud assembly that has all templates, so that stacks and stages find each other's exports; else those that each have some. */
function assembliesOf(directories: readonly string[]): readonly string[] {
  const [first, ...others] = directories.map((directory) => directory.split(sep));
  if (first === undefined) return [];
  const depth = first.findIndex((name, index) => others.some((other) => other[index] !== name));
  const common = (depth === -1 ? first : first.slice(0, depth)).join(sep);
  return existsSync(join(common, 'manifest.json')) ? [common] : directories;
}

function violationsIn(emulator: Emulator, directories: readonly string[], props: CorsVerifierProps): PolicyViolation[] {
  const report = verify(emulator, optionsOf(props));
  const resources = new Map(emulator.model.resources.map((resource) => [resource.path, resource]));
  const violations = report.findings.flatMap((finding) => {
    const places = finding.affected.resources.flatMap((path) => resources.get(path) ?? []).filter(isWithin(directories, emulator.model));
    return places.length === 0 ? [] : [violationOf(finding, places.map((place) => placeOf(place, finding, emulator.model)), props)];
  });
  const asked = emulator.entrances.map(({ resource }) => resource).filter(isWithin(directories, emulator.model));
  return [...violations, ...openViolation(report, asked, emulator.model, props)];
}

/** What isn't known, where something was to be proven or where it counts. */
function openViolation(
  report: Report, asked: readonly TemplateResource[], model: TemplateModel, { policy, failOn }: CorsVerifierProps,
): PolicyViolation[] {
  const counts = failOn === FailOn.UNKNOWN;
  if (asked.length === 0 || !isOpen(report) || !(counts || policy !== undefined)) return [];
  return [{
    ruleName: UNKNOWN_RULE,
    severity: counts ? 'error' : 'info',
    description: openLines(report).join('\n'),
    fix: 'cdk-cors check shows each; parameters of the verifier, and pageOrigins where nothing says which pages may call, tell what the templates don\'t',
    violatingResources: asked.map((resource) => ({ resourceLogicalId: resource.logicalId, templatePath: model.fileOf(resource), locations: [] })),
  }];
}

/** What a violation is called that isn't one of a rule. */
export const UNKNOWN_RULE = 'unknown';

function optionsOf({ policy, pageOrigins = [], excludeRules = [] }: CorsVerifierProps): VerifyOptions {
  return { policy, questions: { pages: pageOrigins }, rules: Object.fromEntries(excludeRules.map((rule) => [rule, false])) };
}

/** The assembly may have stages that this plugin isn't registered for. */
function isWithin(directories: readonly string[], model: TemplateModel): (resource: TemplateResource) => boolean {
  return (resource) => {
    const file = model.fileOf(resource);
    return file === undefined || directories.includes(dirname(file));
  };
}

function violationOf(finding: Finding, violatingResources: PolicyViolatingResource[], { failOn = FailOn.ERROR }: CorsVerifierProps): PolicyViolation {
  const { rule, message, console: line, fix, docs, affected } = finding;
  return {
    ruleName: rule,
    severity: severityOf(finding, failOn),
    description: line === undefined ? message : `${message}\nThe browser says: ${line}`,
    fix: `${fix.cdk}\n${docs}`,
    violatingResources,
    ruleMetadata: {
      docs,
      cloudFormation: fix.cloudFormation,
      ...(affected.routes.length > 0 && { routes: firstFew(affected.routes, MAX_NAMED) }),
      ...(affected.pages.length > 0 && { pages: firstFew(affected.pages, MAX_NAMED) }),
    },
  };
}

/** A defect of this library never stops a deployment. */
function severityOf({ rule, severity }: Finding, failOn: FailOn): PolicyViolation['severity'] {
  if (failOn === FailOn.NEVER || rule === 'rule-failed') return 'warning';
  return failOn === FailOn.WARNING || failOn === FailOn.UNKNOWN ? 'error' : severity;
}

const MAX_NAMED = 20;

function placeOf(resource: TemplateResource, { path, affected }: Finding, model: TemplateModel): PolicyViolatingResource {
  const property = path.slice(affected.resources[0].length + 1);
  return { resourceLogicalId: resource.logicalId, templatePath: model.fileOf(resource), locations: property === '' ? [] : [property.replaceAll('/', '.')] };
}
