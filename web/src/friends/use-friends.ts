// The lists about friends: friends, requests, blocked people.
import { api } from '../addresses.ts'
import { keys } from '../api/keys.ts'
import type { Blocked, Friend, FriendRequest } from '../api/shapes.ts'
import { usePages } from '../api/use-pages.ts'

export const useFriends = () => usePages<Friend>(keys.friends, api.friends)
export const useFriendRequests = () => usePages<FriendRequest>(keys.friendRequests, api.friendRequests)
export const useBlocks = () => usePages<Blocked>(keys.blocks, api.blocks)
