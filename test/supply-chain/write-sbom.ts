/** `npm run --silent sbom > kitroom.cdx.json` writes the bill of materials of what runs on a server. */
import { writeBill } from './sbom.js';

process.stdout.write(await writeBill());
