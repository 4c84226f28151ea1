import { contains, parseCidr, parseIp } from '../../manifests/ip';

/** Whether an address is in a block such as `10.0.0.0/8`, or is the single address that is written. */
export function isInBlock(address: string, block: string): boolean {
  const parsed = parseCidr(block);
  const ip = parseIp(address);
  return parsed !== undefined && ip !== undefined && contains(parsed, ip);
}
