import type { MeshConfig } from '../mesh-config';

/** Istio takes this word for the trust domain of the mesh, whatever that is. */
const LOCAL = 'cluster.local';

/** The trust domain of the mesh, followed by its aliases. */
export function trustDomainsOf({ trustDomain, trustDomainAliases }: MeshConfig): readonly string[] {
  const aliases = Array.isArray(trustDomainAliases) ? trustDomainAliases : [];
  return [...new Set([trustDomain, ...aliases.filter((alias) => typeof alias === 'string')])];
}

/** The principals that a principal in a policy stands for: if it is of the mesh, one in each trust domain of the mesh. (H7) */
export function expandPrincipal(principal: string, trustDomains: readonly string[]): readonly string[] {
  const [own = '', ...rest] = principal.split('/');
  if (rest.length !== 4 || own === '*') {
    return [principal];
  }
  if (
    own !== LOCAL &&
    !trustDomains.some((domain) => matchesPattern(own, domain) || matchesPattern(domain, own))
  ) {
    return [principal];
  }
  const all = trustDomains.map((domain) =>
    own.startsWith('*') && domain.endsWith(own.slice(1)) ? principal : [domain, ...rest].join('/'),
  );
  return [...new Set(all)];
}

/** The trust domains that a value in a policy stands for: if it is one of the mesh, all of the mesh. */
export function expandTrustDomain(value: string, trustDomains: readonly string[]): readonly string[] {
  return trustDomains.includes(value) ? trustDomains : [value];
}

function matchesPattern(text: string, pattern: string): boolean {
  return (
    text === pattern ||
    pattern === '*' ||
    (pattern.startsWith('*') && text.endsWith(pattern.slice(1))) ||
    (pattern.endsWith('*') && text.startsWith(pattern.slice(0, -1)))
  );
}
