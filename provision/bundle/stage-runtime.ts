import { copyFile, mkdir, symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EndpointError } from '../endpoint-error.ts'
import { runTool } from './tools.ts'

/** The C library and all that Node needs of it, by the names under which it asks for them (`ubuntu-12.04.md` section 3.1). */
const libraries = [
  ...['libc.so.6', 'libm.so.6', 'libdl.so.2', 'libpthread.so.0', 'librt.so.1', 'libresolv.so.2'],
  ...['libstdc++.so.6', 'libgcc_s.so.1', 'libatomic.so.1'],
  // Name look-ups load these at run time, as the machine's nsswitch.conf says.
  ...['libnss_compat.so.2', 'libnsl.so.1', 'libnss_files.so.2', 'libnss_dns.so.2'],
]

/** Kept from being looked for among the machine's own, older libraries, with which they would not fit. */
const stubs = ['libnss_nis.so.2', 'libnss_db.so.2']

const loader = 'ld-linux-x86-64.so.2'
const fallback = 'libscooprandom.so.1'

/** No kernel before this one is asked for; the C library says the same of itself. */
const oldestKernel = '3.2.0'

/**
 * Node with a C library of its own, taken from this machine, in `folder`: it runs where the machine has an older one, or
 * none. `home` is where the folder will stand on the endpoint, since the kernel finds a program's loader only by its
 * absolute path. Raises EndpointError where a library or tool is missing or too new.
 */
export async function stageRuntime(folder: string, { node, home }: { node: string; home: string }): Promise<void> {
  const [bin, lib] = [join(folder, 'bin'), join(folder, 'lib')]
  await mkdir(bin, { recursive: true })
  await mkdir(lib, { recursive: true })
  for (const name of [...libraries, loader]) await copyFile(await pathOf(name), join(lib, name))
  for (const name of stubs) await symlink('libnss_files.so.2', join(lib, name))
  await expectOldKernel(join(lib, 'libc.so.6'))
  await runTool(['cc', '-shared', '-fPIC', '-O2', `-Wl,-soname,${fallback}`, '-o', join(lib, fallback), fallbackSource])
  await copyFile(node, join(bin, 'node'))
  await patch(join(bin, 'node'), join(home, 'lib', loader))
}

const fallbackSource = fileURLToPath(new URL('urandom-fallback.c', import.meta.url))

/** Where this machine's compiler finds a library; it answers the bare name of one that it doesn't know. */
async function pathOf(name: string): Promise<string> {
  const path = (await runTool(['cc', `-print-file-name=${name}`])).trim()
  if (path !== basename(path)) return path
  throw new EndpointError(`this machine has no ${name}`, {
    advice: 'run: sudo apt-get install -y libc6 libstdc++6 libgcc-s1 libatomic1',
  })
}

async function expectOldKernel(library: string): Promise<void> {
  const notes = await runTool(['readelf', '--notes', library])
  const oldest = /ABI: ([\d.]+)/.exec(notes)?.[1]
  if (oldest === oldestKernel) return
  throw new EndpointError(`the C library of this machine wants Linux ${oldest}, Ubuntu 12.04 has ${oldestKernel}`, {
    advice: 'make the bundle on Debian 12',
  })
}

/** Stripped before it is patched: the other way round destroys it. RPATH, since RUNPATH isn't searched for look-up modules. */
async function patch(node: string, interpreter: string): Promise<void> {
  await runTool(['strip', node])
  await runTool(['patchelf', '--set-interpreter', interpreter, '--force-rpath', '--set-rpath', '$ORIGIN/../lib', node])
  // In a call of its own: patchelf 0.14 writes the library's name as search path otherwise.
  await runTool(['patchelf', '--add-needed', fallback, node])
}
