import { type CelFunc, type CelMap, CelScalar, celFunc, celMethod, mapType } from '@bufbuild/cel';
import { contains, isCidr, isIpAddress, parseCidr, parseIp } from '../../../manifests/ip';

const { BOOL, DYN, INT, STRING } = CelScalar;
/** The type that `ip` and `cidr` return: the library cannot define new types. */
const ADDRESS = mapType(STRING, DYN);

/** Kubernetes' functions for IP addresses. */
export const ADDRESSES: readonly CelFunc[] = [
  celFunc('isIP', [STRING], BOOL, isAddress),
  celFunc('ip', [STRING], ADDRESS, (text) => new Map([['address', check(text, isAddress)]])),
  celMethod('family', ADDRESS, [], INT, function () {
    return parseIp(part(this, 'address'))?.length === 4 ? 4n : 6n;
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
    return holds(this, check(text, isAddress));
  }),
  celMethod('containsIP', ADDRESS, [ADDRESS], BOOL, function (address) {
    return holds(this, part(address, 'address'));
  }),
];

/** Like Kubernetes, without zones and without IPv4 addresses inside IPv6 addresses. */
function isAddress(text: string): boolean {
  return isIpAddress(text) && !text.includes('%') && !/^::ffff:.*\./i.test(text);
}

function holds(block: CelMap, address: string): boolean {
  const cidr = parseCidr(`${part(block, 'address')}/${part(block, 'prefix')}`);
  const ip = parseIp(address);
  return cidr !== undefined && ip !== undefined && contains(cidr, ip);
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
