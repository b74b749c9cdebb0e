import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The environment variable that has the folder's path. */
export const FOLDER = 'CDK_CORS_DOORS';

/** What users' shells have: nothing of jest's, no account, and nothing that asks the network. */
export const ENVIRONMENT = (): NodeJS.ProcessEnv => {
  const others = Object.entries(process.env).filter(([name]) => !/^(AWS_|CDK_|JEST_|NODE_|npm_|FORCE_COLOR)/.test(name));
  return {
    ...Object.fromEntries(others),
    HOME: join(process.env[FOLDER]!, 'home'),
    CI: 'true',
    NO_COLOR: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
};

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Makes a folder of files in the folder that has the library. */
export function folder(name: string, files: { readonly [path: string]: string | object }): string {
  const path = join(process.env[FOLDER]!, name);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return path;
}

/**
 * Runs a command as users type it.
 *
 * @param use is called with what was written so far, whenever there is more, and the way to end it
 */
export async function run(cwd: string, [command, ...args]: readonly string[], use?: (stdout: string, interrupt: () => void) => void): Promise<Ran> {
  const env = ENVIRONMENT();
  const child = spawn(command, args, { cwd, env: { ...env, PATH: `${join(process.env[FOLDER]!, 'node_modules/.bin')}:${env.PATH}` }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    use?.(stdout, () => child.kill('SIGINT'));
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done));
  return { code, stdout, stderr };
}

export const PAGE = 'https://app.example.com';
export const FOREIGN = 'https://foreign.example';

/** An HTTP API that PAGE may call, in front of a back end. */
export const TEMPLATE = {
  Resources: {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'items', ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: [PAGE], AllowMethods: ['GET', 'DELETE'] } } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true } },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' }, IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', IntegrationUri: 'https://backend.example.com', PayloadFormatVersion: '1.0',
      },
    },
    Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'DELETE /items', Target: { 'Fn::Sub': 'integrations/${Integration}' } } },
  },
};

/** The same for a page whose origin is spelled so that it never matches. */
export const BROKEN = JSON.parse(JSON.stringify(TEMPLATE).replace(PAGE, `${PAGE}/`)) as typeof TEMPLATE;
