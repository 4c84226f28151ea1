import { BlockList, isIP, isIPv4 } from 'node:net';
import { type CelFunc, type CelMap, CelScalar, celFunc, celMethod, mapType } from '@bufbuild/cel';
import { isCidr } from '../../../manifests/ip';

const { BOOL, DYN, INT, STRING } = CelScalar;
/** The type that `ip` and `cidr` return: the library cannot define new types. */
const ADDRESS = mapType(STRING, DYN);

/** Kubernetes' functions for IP addresses. */
export const ADDRESSES: readonly CelFunc[] = [
  celFunc('isIP', [STRING], BOOL, isAddress),
  celFunc('ip', [STRING], ADDRESS, (text) => new Map([['address', check(text, isAddress)]])),
  celMethod('family', ADDRESS, [], INT, function () {
    return isIPv4(part(this, 'address')) ? 4n : 6n;
  }),
  celFunc('isCIDR', [STRING], BOOL, isCidr),
  celFunc('cidr', [STRING], ADDRESS, (text) => {
    const [address = '', prefix = ''] = check(text, isCidr).split('/');
    return new Map([
      ['address', address],
      ['prefix', prefix],
    ]);
  }),
  celMethod('prefixLength', ADDRESS, [], INT, function () {
    return BigInt(part(this, 'prefix'));
  }),
  celMethod('containsIP', ADDRESS, [STRING], BOOL, function (text) {
    return contains(this, check(text, isAddress));
  }),
  celMethod('containsIP', ADDRESS, [ADDRESS], BOOL, function (address) {
    return contains(this, part(address, 'address'));
  }),
];

/** Like Kubernetes, without zones and without IPv4 addresses inside IPv6 addresses. */
function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%') && !/^::ffff:.*\./i.test(text);
}

function contains(block: CelMap, address: string): boolean {
  const list = new BlockList();
  list.addSubnet(part(block, 'address'), Number(part(block, 'prefix')), family(part(block, 'address')));
  return list.check(address, family(address));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

function part(address: CelMap, name: string): string {
  return String(address.get(name));
}

function check(text: string, isRight: (text: string) => boolean): string {
  if (!isRight(text)) {
    throw new Error('not an address');
  }
  return text;
}
