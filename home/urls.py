from django.urls import path

from .share_cards import share_card

urlpatterns = [path("<int:pk>-<slug:digest>.png", share_card, name="share_card")]
