// How the web client is built, and how it is served while being worked on: the platform's addresses go to port 4000.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const platform = 'http://localhost:4000'
const proxied = ['/api', '/v1', '/oauth', '/log', '/.well-known', '/healthz', '/readyz']
// The platform answers only for its own host and to its own pages; the proxy speaks for them.
const door = { target: platform, changeOrigin: true, headers: { origin: platform }, ws: true }

export default defineConfig({
  plugins: [react()],
  // The content security policy allows no data: fonts or scripts, so nothing is inlined.
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: {
    port: 4050,
    proxy: Object.fromEntries(proxied.map((path) => [path, door]))
  }
})
