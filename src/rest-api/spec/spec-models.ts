/** What becomes of the JSON schemas of a document. */
export enum SpecModels {
  /**
   * They are imported as models, so that API Gateway can validate request bodies and its exports have them. What API Gateway takes in no model, such as
   * `nullable`, `const` or a format of numbers, is left out, and a warning names the places: more is let through there, and never less. Names get letters and digits only.
   * Examples and other annotations are left out.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
   */
  KEEP = 'KEEP',
  /** They are left out: bodies aren't validated by API Gateway, and its exports have no schemas. Templates stay small. */
  OMIT = 'OMIT',
}
