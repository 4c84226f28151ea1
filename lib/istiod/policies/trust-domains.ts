import type { MeshConfig } from '../mesh-config';

/** What Istio's own policies call the trust domain of their mesh, whatever it is. */
const LOCAL = 'cluster.local';

/** The mesh's own trust domain, and then those that are as good. */
export function trustDomainsOf({ trustDomain, trustDomainAliases }: MeshConfig): readonly string[] {
  const aliases = Array.isArray(trustDomainAliases) ? trustDomainAliases : [];
  return [...new Set([trustDomain, ...aliases.filter((alias) => typeof alias === 'string')])];
}

/** A principal as it stands, or under each of the trust domains where it names one of them. (H7) */
export function expandPrincipal(principal: string, trustDomains: readonly string[]): readonly string[] {
  const [own = '', ...rest] = principal.split('/');
  if (rest.length !== 4 || own === '*') {
    return [principal];
  }
  if (own !== LOCAL && !trustDomains.some((domain) => meets(own, domain) || meets(domain, own))) {
    return [principal];
  }
  const all = trustDomains.map((domain) =>
    own.startsWith('*') && domain.endsWith(own.slice(1)) ? principal : [domain, ...rest].join('/'),
  );
  return [...new Set(all)];
}

/** A trust domain, or all of the mesh where it is one of them. */
export function expandTrustDomain(value: string, trustDomains: readonly string[]): readonly string[] {
  return trustDomains.includes(value) ? trustDomains : [value];
}

function meets(text: string, pattern: string): boolean {
  return (
    text === pattern ||
    pattern === '*' ||
    (pattern.startsWith('*') && text.endsWith(pattern.slice(1))) ||
    (pattern.endsWith('*') && text.startsWith(pattern.slice(0, -1)))
  );
}
