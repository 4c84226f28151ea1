import { isInBlock, parseIp, parseIpBlock } from '../manifests/ip';

/** Whether an address lies in a block such as `10.0.0.0/8`, or is the one that is written. */
export function contains(block: string, address: string): boolean {
  const parsed = parseIpBlock(block);
  const ip = parseIp(address);
  return parsed !== undefined && ip !== undefined && isInBlock(ip, parsed);
}
