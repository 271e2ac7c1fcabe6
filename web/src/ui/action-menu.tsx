// A button that opens a short menu of actions.
import { Menu } from '@base-ui/react/menu'
import { Ellipsis, type LucideIcon } from 'lucide-react'
import './action-menu.css'

export type MenuAction = { label: string; icon: LucideIcon; danger?: boolean; run: () => void }
type Props = { label: string; actions: MenuAction[]; tabIndex?: number; className?: string; align?: 'start' | 'end' }

export const ActionMenu = ({ label, actions, tabIndex, className, align = 'end' }: Props) => (
  <Menu.Root>
    <Menu.Trigger
      className={['icon-button', className].filter(Boolean).join(' ')}
      aria-label={label}
      title={label}
      tabIndex={tabIndex}
    >
      <Ellipsis size={20} aria-hidden />
    </Menu.Trigger>
    <Menu.Portal>
      <Menu.Positioner className="menu-place" sideOffset={4} align={align}>
        <Menu.Popup className="menu">
          {actions.map(({ label: name, icon: Icon, danger, run }) => (
            <Menu.Item key={name} className={danger ? 'menu-item menu-item-danger' : 'menu-item'} onClick={run}>
              <Icon size={18} aria-hidden />
              {name}
            </Menu.Item>
          ))}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.Root>
)
