/** REST APIs from documents. */
import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { APP, type Build, OLD } from '../outcome';
import { corsRest, document, documentAs, MOCKED, NOW, ownResponse, type Pair, PATHS, plainRest, policy } from './apps';

/** A document in which every path says which pages may call. */
function bodyOf(origin: string, paths: readonly string[]) {
  const allow = 'Access-Control-Allow';
  const headers = { [`method.response.header.${allow}-Origin`]: `'${origin}'`, [`method.response.header.${allow}-Headers`]: "'authorization'" };
  const declared = { [`${allow}-Origin`]: { type: 'string' }, [`${allow}-Headers`]: { type: 'string' } };
  const operation = {
    'responses': { 200: { description: 'ok', headers: declared } },
    'x-amazon-apigateway-integration': { ...MOCKED['x-amazon-apigateway-integration'], responses: { default: { statusCode: '200', responseParameters: headers } } },
  };
  const operations = Object.fromEntries(paths.map((path) => [path, { get: operation, options: operation }]));
  return { openapi: '3.0.1', info: { title: 'shop', version: '1' }, paths: operations };
}

const imported = (mode: apigateway.RestApiMode, origin: string, ...paths: string[]) => (stack: Stack) => {
  const body = bodyOf(origin, paths);
  const api = new apigateway.SpecRestApi(stack, 'Api', { apiDefinition: apigateway.ApiDefinition.fromInline(body), mode });
  api.latestDeployment!.addToLogicalId(body);
  return api;
};

const merged = (origin: string, ...paths: string[]): Build => (stack) => void imported(apigateway.RestApiMode.MERGE, origin, ...paths)(stack);
const besideResponse = (...paths: string[]): Build => (stack) => {
  ownResponse(stack, imported(apigateway.RestApiMode.OVERWRITE, APP, ...paths)(stack));
};

export const DOCUMENTS: readonly Pair[] = [
  {
    id: 'R25',
    change: 'a tree becomes CorsSpecRestApi of the same id',
    before: corsRest(policy(OLD), PATHS),
    after: document(NOW, ...PATHS),
    outcome: 'right until the next deployment',
    why: 'the import is copied as it is; then the cleanup deletes OPTIONS / and the gateway responses, which the document has too',
  },
  {
    id: 'R26',
    change: 'a tree with defaultCorsPreflightOptions becomes CorsSpecRestApi of the same id',
    before: plainRest([OLD], '', ...PATHS),
    after: document(NOW, '', ...PATHS),
    outcome: 'right until the next deployment',
    why: 'the import is copied as it is; then the cleanup deletes OPTIONS /, which the document has too',
  },
  {
    id: 'D1',
    change: 'a document loses a path and gets another policy',
    before: document(policy(OLD), ...PATHS),
    after: document(NOW, 'items'),
    outcome: 'right',
    why: 'the import overwrites all before the copy',
  },
  {
    id: 'D2',
    change: 'a document gets a variable path at the root',
    before: document(NOW, ...PATHS),
    after: document(NOW, ...PATHS, '{code}'),
    outcome: 'right',
    why: 'it is imported as a whole',
  },
  {
    id: 'D3',
    change: 'a tree becomes CorsSpecRestApi of another id',
    before: corsRest(policy(OLD), PATHS),
    after: documentAs('Shop', NOW, ...PATHS),
    outcome: 'right',
    why: 'it is another API',
  },
  {
    id: 'D4',
    change: 'a document becomes a tree of the same id',
    before: document(NOW, ...PATHS),
    after: corsRest(NOW, PATHS),
    outcome: 'conflict',
    says: /^(?:Another resource with the same parent already has this name|Method already exists for this resource)/,
    why: 'what the document made stays when the template no longer has it',
  },
  {
    id: 'D5',
    change: 'a document that is merged loses a path and gets another origin',
    before: merged(OLD, '/items', '/orders'),
    after: merged(APP, '/items'),
    outcome: 'stage differs',
    why: 'an import that merges leaves what it doesn\'t name',
  },
  {
    id: 'D6',
    change: 'a document that is merged gets another path',
    before: merged(APP, '/items'),
    after: merged(APP, '/items', '/orders'),
    outcome: 'right',
    why: 'nothing is taken away',
  },
  {
    id: 'D7',
    change: 'a document changes beside which a gateway response stands',
    before: besideResponse('/items'),
    after: besideResponse('/items', '/orders'),
    outcome: 'stage differs',
    why: 'the import removes the gateway response, which doesn\'t change, so that nothing makes it again',
  },
];
