import { pathToFileURL } from 'node:url';
import { inert } from '../terminal';
import { type Finding, type Fix, RULES } from '../verify';
import type { Examined, Format, Place } from './examined';
import { evidenceLines } from './text-findings';
import { openLines } from './wording';

const DOCS = 'https://github.com/cdk-cors/cdk-cors';

/**
 * SARIF, for code scanning.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export const sarif: Format = {
  about: 'SARIF 2.1.0, for code scanning',
  write: (examined) => `${inert(JSON.stringify(sarifLog(examined), null, 2))}\n`,
};

function sarifLog(examined: Examined) {
  const { report: { findings }, version } = examined;
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'cdk-cors', semanticVersion: version, informationUri: DOCS, rules: RULES.map(ruleOf) } },
      columnKind: 'utf16CodeUnits',
      invocations: [{
        executionSuccessful: true,
        toolExecutionNotifications: openLines(examined.report).map((text) => ({ level: 'note', message: { text } })),
      }],
      results: findings.map((finding) => resultOf(finding, examined)),
    }],
  };
}

function ruleOf({ id, severity, title, fix }: typeof RULES[number]) {
  return {
    id,
    shortDescription: { text: sentence(title) },
    helpUri: `${DOCS}/blob/main/docs/rules/${id}.md`,
    help: { text: fixText(fix), markdown: fixMarkdown(fix) },
    defaultConfiguration: { level: severity },
  };
}

function resultOf(finding: Finding, { placeOf }: Examined) {
  const { rule, severity, resource, path, message, console, fix, evidence, affected } = finding;
  const place = placeOf(finding);
  const browser = console === undefined ? '' : `\n\nBrowsers say: ${console}`;
  return {
    ruleId: rule,
    ruleIndex: RULES.findIndex(({ id }) => id === rule),
    level: severity,
    message: { text: `${message}${browser}\n\n${fixText(fix)}` },
    locations: [{
      ...place && { physicalLocation: { artifactLocation: { uri: uriOf(place) }, region: { startLine: place.line, startColumn: place.column } } },
      logicalLocations: [{ name: resource, fullyQualifiedName: path, kind: 'resource' }],
    }],
    // the place in the app, which stays when lines move
    partialFingerprints: { 'cdkCorsRuleAndPath/v1': `${rule} ${path}` },
    properties: { routes: affected.routes, pages: affected.pages, questions: affected.questions, exchanges: evidence.map(evidenceLines) },
  };
}

/** A reference relative to where the command ran, which is where a repository is checked out. */
function uriOf({ file }: Place): string {
  return file.startsWith('/') || /^[a-z]:/i.test(file) ? pathToFileURL(file).href : file.split('/').map(encodeURIComponent).join('/');
}

function sentence(title: string): string {
  return `${title[0].toUpperCase()}${title.slice(1)}.`;
}

function fixText({ cdk, cloudFormation }: Fix): string {
  return `In CDK:\n${cdk}\n\nIn CloudFormation:\n${cloudFormation}`;
}

function fixMarkdown({ cdk, cloudFormation }: Fix): string {
  return `In CDK:\n\n\`\`\`ts\n${cdk}\n\`\`\`\n\nIn CloudFormation:\n\n\`\`\`yaml\n${cloudFormation}\n\`\`\`\n`;
}
