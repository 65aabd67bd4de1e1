// Builds the app into the folder named as argument. A process of its own: vite's production build changes NODE_ENV.
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const [outDir] = process.argv.slice(2)
if (!outDir) throw new Error('usage: node build-crm.ts <folder>')
process.env.NODE_ENV = 'production'
await build({
  root: fileURLToPath(new URL('./app', import.meta.url)),
  configFile: false,
  mode: 'production',
  logLevel: 'warn',
  build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 1000 },
})
