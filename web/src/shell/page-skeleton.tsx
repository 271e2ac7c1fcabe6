// The frame of an ordinary page while its code is on its way.
import '../ui/page.css'
import { Skeleton, SkeletonRows } from '../ui/states.tsx'

export const PageSkeleton = () => (
  <div className="page">
    <Skeleton kind="title" />
    <SkeletonRows rows={5} />
  </div>
)
