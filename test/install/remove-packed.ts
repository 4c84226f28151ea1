import { rmSync } from 'node:fs';

export default function removePacked(): void {
  rmSync(process.env.PACKED_LIBRARY ?? '', { recursive: true, force: true });
}
