using MessageLB.Dispatcher.Alerting.Events;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Reloading;
using MessageLB.Dispatcher.Sessions;

namespace MessageLB.Dispatcher.Hosting;

/// <summary>What the service and the status share.</summary>
/// <param name="Identity">Who this dispatcher is.</param>
/// <param name="Registry">Groups and destinations.</param>
/// <param name="Groups">Puts other groups in force.</param>
/// <param name="Broker">Contact with the broker.</param>
/// <param name="Debug">Decisions about messages that asked for it.</param>
/// <param name="Events">Alerts on their way to whoever listens.</param>
/// <param name="Time">Clock.</param>
internal sealed record DispatcherParts(DispatcherIdentity Identity, DestinationRegistry Registry, GroupSwitch Groups, BrokerState Broker, DebugDecisions Debug, EventQueue Events, TimeProvider Time);
