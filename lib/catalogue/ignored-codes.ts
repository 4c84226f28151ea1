/** The annotation with the codes that are not reported on an object, separated by commas. `*` stands for all codes. */
const SUPPRESS = 'galley.istio.io/analyze-suppress';

/** Whether the annotations of an object say that a code is not reported on it. */
export function isSuppressed(annotations: Readonly<Record<string, string>>, code: string): boolean {
  const codes = annotations[SUPPRESS]?.split(',').map((code) => code.trim()) ?? [];
  return codes.includes('*') || codes.includes(code);
}

/** The key of the construct context that holds the codes. */
const CONTEXT = 'cdk8s-istio/ignored-codes';

/** A node of a tree of constructs. */
interface ContextNode {
  setContext(key: string, value: unknown): void;
  tryGetContext(key: string): unknown;
}

/** Leaves out codes for a construct and all constructs in it, before it has any. */
export function ignoreCodes({ node }: { readonly node: ContextNode }, codes: readonly string[]): void {
  node.setContext(CONTEXT, codes);
}

/** The codes that are left out for a construct. */
export function ignoredCodes({ node }: { readonly node: ContextNode }): readonly string[] {
  const codes: unknown = node.tryGetContext(CONTEXT);
  return Array.isArray(codes) ? codes : [];
}
