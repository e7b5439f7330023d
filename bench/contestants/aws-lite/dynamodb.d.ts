/** The plugin's types are a separate package, which extends the client's. */
/// <reference types="@aws-lite/dynamodb-types" />

declare module '@aws-lite/dynamodb' {
  const plugin: { readonly service: string };
  export default plugin;
}
