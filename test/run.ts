import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * `npm test`: every check and every test, stage by stage with its time, and a last line that CI can read.
 * `npm run check` (argument `check`) stops after the stages that need neither database nor browser.
 */
type Stage = {
  readonly name: string
  readonly command: readonly string[]
  readonly isTests?: boolean
  readonly isCheck?: boolean
  /** What it printed is of interest also when all went well. */
  readonly isTold?: boolean
}

const root = join(import.meta.dirname, '..')
const out = join(root, 'test-output')
const vitest = (...paths: string[]) => ['vitest', 'run', ...paths]

const stages: readonly Stage[] = [
  { name: 'lock file is complete', command: ['node', 'scripts/check-lock.mjs'], isCheck: true },
  { name: 'format', command: ['biome', 'ci', '--reporter=summary'], isCheck: true },
  { name: 'lint', command: ['oxlint'], isCheck: true },
  { name: 'types', command: ['tsc', '--noEmit'], isCheck: true },
  { name: 'unused code', command: ['knip'], isCheck: true },
  { name: 'architecture', command: vitest('test/architecture.test.ts'), isTests: true, isCheck: true },
  {
    name: 'units',
    command: vitest(
      'test/background',
      'test/cases',
      'test/sync',
      'test/store',
      'test/calendars',
      'test/auth',
      'test/crm',
    ),
    isTests: true,
  },
  { name: 'database', command: vitest('test/migrations'), isTests: true },
  { name: 'a browser to test in', command: ['node', 'test/stack/browser/ensure-browser.ts'], isTold: true },
  { name: 'stand-ins', command: vitest('test/stack'), isTests: true },
  { name: 'build for Chrome', command: ['wxt', 'build', '--level', 'warn'] },
  { name: 'build for Edge', command: ['wxt', 'build', '--browser', 'edge', '--level', 'warn'] },
  { name: 'build for Firefox', command: ['wxt', 'build', '--browser', 'firefox', '--mv3', '--level', 'warn'] },
  { name: 'browser', command: vitest('test/extension'), isTests: true },
  { name: 'the story, in Chromium', command: ['node', 'test/stack/demo.ts', '--story'] },
]

function run(command: readonly string[]): Promise<{ code: number; output: string }> {
  const [program = '', ...args] = command
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, PATH: path, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 1, output: `${output}\n${error.message}` }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** A stage without a test runner counts as one; a test stage that ran nothing has failed. */
function countTests(file: string, code: number): { passed: number; failed: number } {
  try {
    const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(file, 'utf8'))
    const isBroken = code !== 0 && failed === 0
    return passed + failed === 0 || isBroken ? { passed, failed: failed + 1 } : { passed, failed }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

async function main(): Promise<void> {
  const chosen = process.argv[2] === 'check' ? stages.filter(({ isCheck }) => isCheck) : stages
  rmSync(join(out, 'results'), { recursive: true, force: true })
  mkdirSync(join(out, 'results'), { recursive: true })
  let passed = 0
  let failed = 0
  for (const [n, stage] of chosen.entries()) {
    const file = join(out, 'results', `${n}.json`)
    const reporters = stage.isTests ? ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`] : []
    process.stdout.write(`${stage.name} … `)
    const startedMs = performance.now()
    const { code, output } = await run([...stage.command, ...reporters])
    const counts = stage.isTests ? countTests(file, code) : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
    passed += counts.passed
    failed += counts.failed
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
    console.log(
      `${counts.failed === 0 ? 'ok' : 'FAILED'}${stage.isTests ? `, ${counts.passed} passed` : ''} (${seconds} s)`,
    )
    if (counts.failed > 0 || stage.isTold) console.log(output.trim().replace(/^/gm, '  '))
  }
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

await main()
