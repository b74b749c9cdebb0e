import type { KnownAnswer } from './known-answer';

const RULES = ['update-conflict'];
const BEFORE = 'cdk-cors check --deployed tells it before, with the deployments that get there';

/** What CloudFormation says of a deployment that fails, since something can't be twice. */
export const UPDATE_ANSWERS: readonly KnownAnswer[] = [
  {
    name: 'A sibling ({proxy+}) of this resource already has a variable path part',
    statuses: [],
    body: /a sibling \(.*\) of this resource already has a variable path part/i,
    means: 'Below one path there can be one variable only, and an update makes the new one before it deletes the old one. Where both are in one template, it can\'t be at all',
    causes: [
      { layer: 'REST API', text: 'a variable gets another name, or another one takes its place: deploy without either first, then with the new one', rules: RULES },
      { layer: 'REST API', text: 'it meets the {proxy+} of shared preflights: preflights: PreflightPlacement.EACH_RESOURCE leaves it out, in a deployment before', rules: RULES },
      { layer: 'REST API', text: 'another stack, or a person, made the variable that is there', rules: RULES },
    ],
  },
  {
    name: 'Another resource with the same parent already has this name',
    statuses: [],
    body: /another resource with the same parent already has this name/i,
    means: `The path is there already, under another logical id or made elsewhere. An update makes the new one before it deletes the old one; ${BEFORE}`,
    causes: [
      { layer: 'REST API', text: 'another construct makes the path now: keep the old logical id with overrideLogicalId()', rules: RULES },
      { layer: 'REST API', text: 'two constructs or two stacks make the same path: make it once, and find it with getResource()', rules: RULES },
    ],
  },
  {
    name: 'Method already exists for this resource',
    statuses: [],
    body: /method already exists for this resource/i,
    means: `The method is there already, under another logical id or made elsewhere. An update makes the new one before it deletes the old one; ${BEFORE}`,
    causes: [
      { layer: 'REST API', text: 'another construct makes the method now: keep the old logical id with overrideLogicalId()', rules: RULES },
      { layer: 'REST API', text: 'OPTIONS is made twice: by defaultCorsPreflightOptions, addCorsPreflight or hand, and by a policy', rules: RULES },
    ],
  },
  {
    name: 'Route with key GET /items already exists for this API',
    statuses: [],
    body: /route with key .* already exists/i,
    means: `The route is there already, under another logical id or made elsewhere. An update makes the new one before it deletes the old one; ${BEFORE}`,
    causes: [
      { layer: 'HTTP API', text: 'another construct makes the route now: keep the old logical id with overrideLogicalId()', rules: RULES },
      { layer: 'HTTP API', text: 'two routes swap their keys: give one of them another key in a deployment before', rules: RULES },
    ],
  },
];
