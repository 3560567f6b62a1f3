import type { Words } from '@mingjian/domain/words.ts';
import type { Database } from '../db.ts';
import type { Home } from '../home.ts';
import { type Broken, brokenOriginal, brokenVault } from '../identities/broken.ts';
import { openKeys } from '../identities/keys/keys.ts';
import { listKept } from '../imports/report/kept.ts';
import { fine, wrong, type Finding } from './finding.ts';

/** Every sealed file is there and opens: without a vault file nobody can say whom a warning names, without an original nobody can show what was delivered. */
export async function lookAtSealed(db: Database, home: Home): Promise<Finding[]> {
  const keys = await openKeys(home);
  const { vaults, originals } = await listKept(db);
  const findings: Finding[] = [];
  for (const { register, batch, file } of vaults) {
    const how = await brokenVault(home, keys, register, batch);
    if (how) findings.push(wrong('sealed', said({ zh: `批次 ${batch}（${file}）的身份保险库`, en: `the identity vault of batch ${batch} (${file})` }, how), RESTORE_VAULT));
  }
  for (const { sha256, file } of originals) {
    const how = await brokenOriginal(home, keys, sha256);
    if (how) findings.push(wrong('sealed', said({ zh: `送来的文件“${file}”的封存件 originals/${sha256}.sealed `, en: `originals/${sha256}.sealed, the sealed copy of "${file}" as delivered,` }, how), RESTORE_ORIGINAL));
  }
  if (findings.length > 0) return findings;
  return [fine('sealed', `${vaults.length} 个身份保险库、${originals.length} 份原件都能打开`, `${vaults.length} identity vaults and ${originals.length} delivered files open`)];
}

const said = (what: Words, how: Broken): Words =>
  how === 'gone' ? { zh: `${what.zh}不见了`, en: `${what.en} is gone` } : { zh: `${what.zh}与封存时不同，已损坏`, en: `${what.en} is not what was sealed: it is damaged` };

const RESTORE_VAULT: Words = {
  zh: '从备份恢复家目录里的 vault；没有备份时先 mingjian imports retire 批次号，再把那份文件重新导入',
  en: 'restore vault in the home from a backup; without one, mingjian imports retire BATCH and import its file again',
};
const RESTORE_ORIGINAL: Words = {
  zh: '从备份恢复；没有备份时删去损坏的封存件，把同一份文件再导入一次，就会重新封存',
  en: 'restore it from a backup; without one, take the damaged copy away and import the same file once more: it is sealed anew',
};
