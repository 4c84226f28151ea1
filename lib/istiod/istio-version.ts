/** A version of Istio, without its patch release. */
export type IstioVersion = '1.30' | '1.31' | '1.32';

/** The versions of Istio that are checked and traced, from the oldest to the newest. */
export const ISTIO_VERSIONS: readonly IstioVersion[] = ['1.30', '1.31', '1.32'];

/** The version that is meant where none is named. */
export const NEWEST_VERSION: IstioVersion = '1.32';

/** Whether a version has what another one brought. */
export function isAtLeast(version: IstioVersion, since: IstioVersion): boolean {
  return ISTIO_VERSIONS.indexOf(version) >= ISTIO_VERSIONS.indexOf(since);
}

/**
 * The version that a text names, such as `1.31` or `1.31.4`.
 *
 * @throws Error if it is none of the known versions
 */
export function istioVersionOf(text: string): IstioVersion {
  const version = ISTIO_VERSIONS.find((known) => text === known || text.startsWith(`${known}.`));
  if (version === undefined) {
    throw new Error(`Istio "${text}" is not supported; use one of ${ISTIO_VERSIONS.join(', ')}`);
  }
  return version;
}

/** The key of the construct context that holds the version. */
const CONTEXT = 'cdk8s-istio/istio';

/** A node of a tree of constructs. */
interface ContextNode {
  setContext(key: string, value: unknown): void;
  tryGetContext(key: string): unknown;
}

/** Sets the version of Istio for a construct and all constructs in it, before it has any. */
export function useVersion({ node }: { readonly node: ContextNode }, version: IstioVersion): void {
  node.setContext(CONTEXT, version);
}

/** The version of Istio for which a construct is written. */
export function versionFor({ node }: { readonly node: ContextNode }): IstioVersion {
  return ISTIO_VERSIONS.find((version) => version === node.tryGetContext(CONTEXT)) ?? NEWEST_VERSION;
}
