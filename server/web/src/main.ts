import { createApp } from 'vue'
import App from './App.vue'
import './frame/largeType'
import './style/main.css'
import { router } from './router'

createApp(App).use(router).mount('#app')
