import { DRY_RUN } from '../../../admission';
import type { Code } from '../../../code';
import { AuthorizationAction } from '../../../constructs';
import { type Fields, isList } from '../fields';
import { namespaceNamed, principal, serviceAccount } from '../identities';
import type { Raised } from '../raised';
import { policyTarget } from '../targets';
import { enumerated, istio, port } from '../words';
import { condition } from './condition';

export function authorizationPolicy(fields: Fields): Raised {
  const action = fields.peek('action');
  const isAllow = action === undefined || action === 'ALLOW';
  const dryRun = (isAllow || action === 'DENY') && isDryRun(fields);
  const common = {
    saidAnnotations: dryRun ? [DRY_RUN] : [],
    props: { ...policyTarget(fields), dryRun: dryRun || undefined },
  };
  const rules = fields.peek('rules');
  if (isAllow && (!isList(rules) || rules.length === 0)) {
    // Only this method makes a policy that allows nothing. It writes neither an action nor an empty list.
    return { ...common, construct: istio('AuthorizationPolicy.denyAll'), isMethod: true };
  }
  if (action === undefined && JSON.stringify(rules) === '[{}]') {
    fields.take('rules', isList);
    return { ...common, construct: istio('AuthorizationPolicy.allowAll'), isMethod: true };
  }
  const isCustom = action === 'CUSTOM';
  return {
    ...common,
    construct: istio('AuthorizationPolicy'),
    props: {
      ...common.props,
      action: enumerated(fields, 'action', { AuthorizationAction }),
      provider: isCustom ? fields.required('provider', provider(fields)) : undefined,
      rules: fields.list('rules', rule),
    },
  };
}

function isDryRun({ conversion }: Fields): boolean {
  return conversion.manifest.annotations[DRY_RUN] === 'true';
}

function provider(fields: Fields): Code | undefined {
  return fields.within('provider', (inner) => inner.required('name', inner.text('name')));
}

function rule(fields: Fields): Code {
  return {
    from: fields.listOrNone('from', (from) => from.required('source', from.within('source', source))),
    to: fields.listOrNone('to', (to) => to.required('operation', to.object('operation', operation))),
    when: fields.listOrNone('when', condition),
  };
}

/** A source. A single construct stands for itself. */
function source(fields: Fields): Code {
  const said = {
    principals: fields.itemsOrNone('principals', principal),
    notPrincipals: fields.itemsOrNone('notPrincipals', principal),
    serviceAccounts: fields.itemsOrNone('serviceAccounts', serviceAccount),
    notServiceAccounts: fields.itemsOrNone('notServiceAccounts', serviceAccount),
    namespaces: fields.itemsOrNone('namespaces', namespaceNamed),
    notNamespaces: fields.itemsOrNone('notNamespaces', namespaceNamed),
    trustDomains: fields.textsOrNone('trustDomains'),
    notTrustDomains: fields.textsOrNone('notTrustDomains'),
    requestPrincipals: fields.textsOrNone('requestPrincipals'),
    notRequestPrincipals: fields.textsOrNone('notRequestPrincipals'),
    ipBlocks: fields.textsOrNone('ipBlocks'),
    notIpBlocks: fields.textsOrNone('notIpBlocks'),
    remoteIpBlocks: fields.textsOrNone('remoteIpBlocks'),
    notRemoteIpBlocks: fields.textsOrNone('notRemoteIpBlocks'),
  };
  const [only, ...others] = Object.entries(said).filter(([, code]) => code !== undefined);
  const [name, list] = only ?? [];
  const items = list?.node.is === 'list' ? list.node.items : [];
  const [item] = items;
  const isConstruct = items.length === 1 && item?.node.is === 'variable';
  return isConstruct && others.length === 0 && (name === 'principals' || name === 'namespaces') ? item : said;
}

function operation(fields: Fields): Code {
  return {
    hosts: fields.textsOrNone('hosts'),
    notHosts: fields.textsOrNone('notHosts'),
    methods: fields.textsOrNone('methods'),
    notMethods: fields.textsOrNone('notMethods'),
    paths: fields.textsOrNone('paths'),
    notPaths: fields.textsOrNone('notPaths'),
    ports: fields.itemsOrNone('ports', port),
    notPorts: fields.itemsOrNone('notPorts', port),
  };
}
