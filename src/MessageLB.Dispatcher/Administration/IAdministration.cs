using MessageLB.Core.Groups;

namespace MessageLB.Dispatcher.Administration;

/// <summary>What people want of destinations: drain one, take it out of service, bring it back. Thread-safe.</summary>
public interface IAdministration
{
    /// <summary>
    /// Sets what is wanted of a destination, at once for this dispatcher; its workers are told to drain or to resume as soon as there is
    /// contact, and again until their heartbeats show it. The other dispatchers are told, and the newest word counts; one that starts learns
    /// it from them. Forgotten when none is left, unlike the worker's word.
    /// </summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="destination">Name of the destination.</param>
    /// <param name="state">What is wanted.</param>
    /// <param name="by">Who wants it, for people who read status and log.</param>
    /// <returns>False if the group has no such destination.</returns>
    /// <exception cref="ArgumentException">There is no such group.</exception>
    bool Set(string group, string destination, AdministrativeState state, string by);

    /// <summary>Puts the configured weights of a group in force again, at this dispatcher; measuring begins anew.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="by">Who wants it, for people who read status and log.</param>
    /// <returns>How many destinations had another weight.</returns>
    /// <exception cref="ArgumentException">There is no such group.</exception>
    int ResetWeights(string group, string by);
}
