using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Administration;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>Remembers what people want, and lets the test change the picture meanwhile.</summary>
internal sealed class ScriptedAdministration : IAdministration
{
    public List<(string Group, string Destination, AdministrativeState State, string By)> Said { get; } = [];

    /// <summary>Called for each word, with the number of those before.</summary>
    public Action<int>? Changed { get; set; }

    public bool Set(string group, string destination, AdministrativeState state, string by)
    {
        if (destination is not ("a" or "b")) return false;
        Changed?.Invoke(Said.Count);
        Said.Add((group, destination, state, by));
        return true;
    }

    /// <summary>Groups whose weights were put back, and by whom.</summary>
    public List<(string Group, string By)> Resets { get; } = [];

    public int ResetWeights(string group, string by)
    {
        Resets.Add((group, by));
        return 2;
    }
}
