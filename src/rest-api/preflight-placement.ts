/**
 * Where the OPTIONS methods of a REST API stand.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
 */
export enum PreflightPlacement {
  /**
   * OPTIONS on `/` and on `/{proxy+}` answer for the whole API, however many paths it has, and for paths that it doesn't have. Resources with ANY, greedy
   * ones, those of a path with a policy of its own, and all of them where the root has another variable child get their own.
   *
   * A variable child of the root (`/{code}`) that is added later, or removed, takes two deployments: API Gateway has one variable child a parent.
   */
  SHARED = 'Shared',

  /**
   * OPTIONS on every resource, with the logical ids of the CDK's `defaultCorsPreflightOptions`: the API can take the place of a `RestApi` with that option in
   * one deployment, and the other way round.
   *
   * One CloudFormation resource for each path, of the 500 that a stack can have. A path that the API doesn't have gets no preflight: the page sees a CORS
   * error instead of API Gateway's 403.
   */
  EACH_RESOURCE = 'EachResource',
}
