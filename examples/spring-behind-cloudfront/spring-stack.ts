import * as path from 'node:path';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiBehavior, CorsPolicy, PathPrefix, Site, WebApp } from 'cdk-cors';

/** A front end for a Spring Boot server that runs elsewhere: on ECS, on EC2, in a data centre. */
export class SpringStack extends Stack {
  public readonly webApp: WebApp;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    this.webApp = new WebApp(this, 'WebApp', {
      site: Site.fromFolder(path.join(__dirname, 'site')),
      apis: {
        // The controllers are mapped to /api/…, so the prefix is kept.
        '/api': ApiBehavior.forUrl('https://spring.internal.example.com', { prefix: PathPrefix.KEEP }),
      },
      cors: CorsPolicy.forOrigins('https://partner.example.org', 'https://*.preview.example.com'),
    });

    new CfnOutput(this, 'Url', { value: this.webApp.url });
  }
}
