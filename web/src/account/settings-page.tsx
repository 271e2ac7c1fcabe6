// Settings: name, how to sign in, devices, appearance, what is hidden from apps, and what is told at once.
import { useEffect } from 'react'
import { useLocation } from 'react-router'
import { Page } from '../ui/page.tsx'
import { AppearanceSection } from '../appearance/appearance-section.tsx'
import { AlertsSection } from '../alerts/alerts-section.tsx'
import { SettingsEvidence } from '../evidence/settings-evidence.tsx'
import { KeptSection } from '../readers/kept-section.tsx'
import { CloseAccountSection } from './close-account-section.tsx'
import { NameSection } from './name-section.tsx'
import { NoticesSection } from './notices-section.tsx'
import { PasskeysSection } from './passkeys-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import './settings.css'

export const SettingsPage = () => {
  const { hash } = useLocation()
  // The page comes after the address, so the browser has not found the section by itself.
  useEffect(() => {
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView()
  }, [hash])
  return (
    <Page title="Settings" lead="Your name, how you sign in, and what you hide from apps.">
      <NameSection />
      <AppearanceSection />
      <PasswordSection />
      <PasskeysSection />
      <SessionsSection />
      <KeptSection />
      <NoticesSection />
      <AlertsSection />
      <SettingsEvidence />
      <CloseAccountSection />
    </Page>
  )
}
