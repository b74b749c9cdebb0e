import type { Rule } from '../app';
import { addressOf } from '../questions';

/** Rule 151. */
export const functionUrlPermissionMissing: Rule = {
  id: 'function-url-permission-missing',
  severity: 'warning',
  title: 'a function URL has one of the two permissions that its callers need',
  fix: {
    cdk: [
      "handler.addPermission('InvokeFunctionUrl', {",
      "  principal: new iam.AnyPrincipal(), action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: lambda.FunctionUrlAuthType.NONE,",
      '});',
      "handler.addPermission('InvokeFunction', {",
      "  principal: new iam.AnyPrincipal(), action: 'lambda:InvokeFunction', invokedViaFunctionUrl: true,",
      '});',
    ].join('\n'),
    cloudFormation: [
      'MayCallUrl:',
      '  Type: AWS::Lambda::Permission',
      '  Properties:',
      '    Action: lambda:InvokeFunctionUrl',
      '    FunctionName: !GetAtt Handler.Arn',
      "    Principal: '*'",
      '    FunctionUrlAuthType: NONE',
      'MayInvoke:',
      '  Type: AWS::Lambda::Permission',
      '  Properties:',
      '    Action: lambda:InvokeFunction',
      '    FunctionName: !GetAtt Handler.Arn',
      "    Principal: '*'",
      '    InvokedViaFunctionUrl: true',
    ].join('\n'),
  },
  * inspect(app) {
    for (const entrance of app.emulator.entrances) {
      if (entrance.kind !== 'function-url') continue;
      const { permissions } = entrance.functionUrl;
      if (permissions !== 'url-alone' && permissions !== 'function-alone') continue;
      const [has, lacks] = permissions === 'url-alone' ? ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'] : ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'];
      const [page] = app.pagesOf(entrance).filter(({ role }) => role === 'declared');
      yield {
        resource: entrance.resource,
        message: `callers of the function URL have the permission ${has} and not ${lacks}: a URL that was made since October 2025 answers them with 403`,
        evidence: page && [app.ask({ page: page.origin, ...addressOf(entrance, '/'), rules: { 151: 'forbidden' } })],
      };
    }
  },
};
