/** What becomes of the JSON schemas of a document. */
export enum SpecModels {
  /**
   * They are imported as models, so that API Gateway can validate request bodies and its exports have them. What API Gateway takes in no model, such as
   * `nullable` or `discriminator`, is refused with an error; examples and other annotations are left out.
   */
  KEEP = 'KEEP',
  /** They are left out: bodies aren't validated by API Gateway, and its exports have no schemas. Templates stay small. */
  OMIT = 'OMIT',
}
