/** The gateway name that stands for all sidecars. (B1) */
export const MESH = 'mesh';

/** The gateway that a name in a VirtualService of `namespace` means: `mesh`, or `namespace/name`. (B1) */
export function gatewayName(name: string, namespace: string): string {
  if (name === MESH) {
    return MESH;
  }
  const slash = name.indexOf('/');
  if (slash >= 0) {
    return name.slice(0, slash) === '.' ? `${namespace}${name.slice(slash)}` : name;
  }
  const [gateway, itsNamespace] = name.split('.', 2);
  return `${itsNamespace ?? namespace}/${gateway}`;
}
