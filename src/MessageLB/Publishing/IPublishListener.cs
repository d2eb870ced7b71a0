namespace MessageLB.CommandLine.Publishing;

/// <summary>Hears what becomes of the messages of a <see cref="PacedPublisher"/>. Called on the transport's thread; must return at once.</summary>
internal interface IPublishListener
{
    /// <summary>The broker has the message. Called once per number.</summary>
    void OnConfirmed(long number);

    /// <summary>No group takes the message; it is not repeated. Called once per number.</summary>
    void OnReturned(long number);
}
